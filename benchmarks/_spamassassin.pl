# Scans every file named on standard input, local tests only; prints "spam|ham score name" a line,
# and at the end "cpu SECONDS" for the scans alone, without the start.
use strict;
use warnings;
use Mail::SpamAssassin;

my ($scratch) = @ARGV;
my $filter = Mail::SpamAssassin->new({
    local_tests_only => 1,
    dont_copy_prefs  => 1,
    userprefs_filename => "$scratch/none",
    userstate_dir    => $scratch,
    require_rules    => 1,
    post_config_text => "use_bayes 0\nuse_auto_welcomelist 0\n",
});
$filter->compile_now(0, 0);
my @names = map { chomp; $_ } <STDIN>;
my ($user, $system) = times;
for my $name (@names) {
    open(my $file, '<:raw', $name) or die "$name: $!";
    my @lines = <$file>;
    close $file;
    my $mail = $filter->parse(\@lines);
    my $found = $filter->check($mail);
    printf "%s %.1f %s\n", ($found->is_spam ? 'spam' : 'ham'), $found->get_score, $name;
    $found->finish;
    $mail->finish;
}
my ($user_after, $system_after) = times;
printf "cpu %.4f\n", $user_after - $user + $system_after - $system;
