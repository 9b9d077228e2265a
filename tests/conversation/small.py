"""A flow as small as one can be that asks something: about a cold."""

COLD = """\
flow: cold
version: 1
name: {fr: un rhume, en: a cold}
role: other
sender: "38663"
start: hello
example:
  at: "2026-01-05 09:00"
  facts:
    given_name: Paul
facts:
  given_name: {kind: name, optional: true, otherwise: {fr: "à vous", en: there}}
  coughs: {kind: flag, optional: true}
states:
  hello:
    say:
      fr: "Caisse d'essai : bonjour {given_name}, toussez-vous ? Répondez OUI ou NON. Réf. {code}"
      en: "Trial fund: hello {given_name}, do you cough? Reply YES or NO. Réf. {code}"
    ask: yes_no
    save: coughs
    go: {yes: rest, no: done}
    silence:
      - after: 2h
        say:
          fr: "Caisse d'essai : {given_name}, répondez OUI ou NON. Réf. {code}"
          en: "Trial fund: {given_name}, please reply YES or NO. Réf. {code}"
      - after: 4h
        call: silent
        go: done
  rest:
    say:
      fr: "Caisse d'essai : reposez-vous. Réf. {code}"
      en: "Trial fund: Rest. Réf. {code}"
    next: done
  done:
    end: done
"""
