-- The register of messages, one entry at a time.

-- name: find
select m.template, m.version, m.lang, m.text_hash, m.issued_at, m.sender, m.recipient, o.valid_until
from tracing_message m
left join tracing_outbox o on o.message_id = m.id
where m.code = %(code)s

-- name: wording
select text from tracing_wording
where template = %(template)s and version = %(version)s and lang = %(lang)s

-- name: publish
insert into tracing_wording (template, version, lang, text)
values (%(template)s, %(version)s, %(lang)s, %(text)s)
on conflict (template, version, lang) do nothing

-- name: add
insert into tracing_message (key, code, template, version, lang, text_hash, sender, recipient, phone_id,
    collected_on, parts, issued_at, failure, resent)
values (%(key)s, %(code)s, %(template)s, %(version)s, %(lang)s, %(text_hash)s, %(sender)s, %(recipient)s,
    %(phone)s, (%(issued)s::timestamptz at time zone 'UTC')::date, 1, %(issued)s, '', 0)
on conflict do nothing
