-- Schema version 6: views for other tools.

-- Plain facts for other tools, in the words of `--json`: names joined in, ids as printed, money in major units. Nothing
-- here is decided: what follows from a rule (a status, a rung that another implies, lateness) is not in them. They are
-- as short as can be, as SQLite reads them at every start.

CREATE VIEW v_deals AS SELECT 'd' || d.id AS id, d.uid, 'a' || account_id AS account_id, name AS account, title,
value_minor / CASE
WHEN instr('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', currency) THEN 1.0
WHEN instr('BHD IQD JOD KWD LYD OMR TND', currency) THEN 1e3
WHEN instr('CLF UYW', currency) THEN 1e4
ELSE 1e2 END AS value, currency,
(SELECT json_group_object(rung, done_on) FROM rung WHERE deal_id = d.id AND done_on > '') AS rungs_done_on,
expected_close_on, d.tags, key, note, lost_on, lost_reason, 'd' || addon_of AS addon_of, penalty, renews_on, lost_to,
rival_promised, rival_promised_on, rival_contract_ends_on, buried_on, buried_why, fit, fit_why, lost_note
FROM deal d JOIN account a ON a.id = account_id;

CREATE VIEW v_check_ins AS SELECT 'c' || c.id AS id, c.uid, 'a' || c.account_id AS account_id, a.name AS account,
'd' || deal_id AS deal_id, title AS deal, kind, what, due_on, first_due_on, snoozed_until, snoozes, status,
'p' || person_id AS person_id, p.name AS person, rung, ended_on, ended_why, every IS NOT NULL AS repeats, owner, theirs,
evidence, plan_b, 'r' || result_id AS result_id
FROM check_in c JOIN account a ON a.id = c.account_id LEFT JOIN deal d ON d.id = deal_id
LEFT JOIN person p ON p.id = person_id;

CREATE VIEW v_touchpoints AS SELECT 't' || t.id AS id, t.uid, 'a' || t.account_id AS account_id, a.name AS account,
'd' || deal_id AS deal_id, title AS deal, on_day AS "on", via, outcome, p.name AS person, t.note,
'c' || next_check_in_id AS next, 'p' || person_id AS person_id, inbound, sent_on, gave, asked
FROM touchpoint t JOIN account a ON a.id = t.account_id LEFT JOIN deal d ON d.id = deal_id
LEFT JOIN person p ON p.id = person_id;
