-- The columns of `deals due --json`, one row a check-in that is due, for `sqlite3 -json`. A nested object's
-- fields are named through it, arrays are JSON text. `:today` and `:currency` are put in by the driver.
WITH found AS MATERIALIZED (
    SELECT check_in.id AS c, check_in.account_id AS a, check_in.deal_id AS d, check_in.*,
        deal.uid AS d_uid, deal.title, deal.value_minor, deal.currency, deal.plan, deal.expected_close_on, deal.lost_on,
        deal.lost_reason, deal.key, deal.source, deal.note, deal.tags AS d_tags, deal.addon_of, deal.penalty, deal.commission,
        deal.lost_to, deal.rival_promised, deal.rival_promised_on, deal.rival_contract_ends_on, deal.buried_on,
        deal.buried_why, deal.fit, deal.fit_why, deal.lost_note,
        deal.renews_on, deal.terms_days, date(deal.renews_on, '-' || coalesce(deal.notice_days, 0) || ' days') AS notice_on,
        (SELECT id FROM touchpoint WHERE account_id = check_in.account_id AND outcome = 'reached'
            ORDER BY on_day DESC, id DESC LIMIT 1) AS last_id,
        coalesce(check_in.person_id,
            (SELECT person_id FROM deal_person WHERE deal_id = check_in.deal_id ORDER BY id LIMIT 1),
            (SELECT person_id FROM touchpoint WHERE account_id = check_in.account_id AND outcome = 'reached'
                AND person_id IS NOT NULL ORDER BY on_day DESC, id DESC LIMIT 1)) AS p,
        EXISTS (SELECT 1 FROM touchpoint WHERE account_id = check_in.account_id
            AND outcome IN ('sent', 'no-answer', 'left-message') AND on_day = :today) AS tried_today,
        -- Per rung a bit: done, gone (not applicable), expected.
        (SELECT json_array(coalesce(sum(bit * (done_on IS NOT NULL)), 0), coalesce(sum(bit * not_applicable), 0),
                coalesce(sum(bit * (expected_on IS NOT NULL OR failed_on IS NOT NULL)), 0),
                max(done_on) FILTER (WHERE rung = 'signed'), max(done_on) FILTER (WHERE rung = 'paid'), max(failed_on),
                max(expected_on) FILTER (WHERE rung = 'delivered'), max(expected_on) FILTER (WHERE rung = 'paid'),
                max(coalesce(done_on, expected_on)) FILTER (WHERE rung = 'invoiced'), min(done_on))
            FROM (SELECT *, 1 << (instr('verbal    ordered   credit    signed    delivered live      verified  invoiced  paid',
                rung) / 10) AS bit FROM rung WHERE deal_id = check_in.deal_id)) AS ladder,
        -- The live deals of the account: how many, and what they are worth.
        (SELECT json_array(sum(deals), total(value) FILTER (WHERE currency = :currency),
                json_group_array(json_object('value', value, 'currency', currency)))
            FROM (SELECT count(*) AS deals, sum(value_minor) / 100.0 AS value, currency
                FROM deal AS other WHERE account_id = check_in.account_id AND lost_on IS NULL
                    AND (SELECT max(done_on IS NOT NULL)
                            AND NOT (max(rung IN ('delivered', 'live', 'verified') AND done_on IS NOT NULL
                                    OR rung = 'delivered' AND not_applicable)
                                AND max(rung = 'verified' AND (done_on IS NOT NULL OR not_applicable))
                                AND max(rung = 'paid' AND (done_on IS NOT NULL OR not_applicable)))
                        FROM rung WHERE deal_id = other.id)
                GROUP BY currency)) AS live
    FROM check_in LEFT JOIN deal ON deal.id = check_in.deal_id
    WHERE check_in.status = 'open' AND check_in.due_on <= :today
), bits AS MATERIALIZED (
    SELECT found.*, last.on_day AS last_on,
        CAST(julianday(:today) - julianday(last.on_day) AS INTEGER) AS since,
        (SELECT count(*) FROM touchpoint WHERE account_id = a AND outcome IN ('sent', 'no-answer', 'left-message')
            AND on_day >= coalesce(last.on_day, '')
            AND (on_day > coalesce(last.on_day, '') OR touchpoint.id > coalesce(last.id, 0))) AS attempts,
        json_extract(ladder, '$[0]') AS marked, json_extract(ladder, '$[1]') AS gone,
        json_extract(ladder, '$[2]') AS expected
    FROM found LEFT JOIN touchpoint AS last ON last.id = last_id
), applied AS (
    SELECT *, 511 & ~gone & ~(36 & ~expected & ~marked) AS applicable,
        marked | (marked >> 1 & 1) | (marked >> 3 & 1) * 3 | (marked >> 5 & 1) * 16 | (marked >> 6 & 1) * 48
            | (marked >> 8 & 1) * 128 AS reached
    FROM bits
), climbed AS (
    SELECT *, applicable & reached AS done, applicable & ~reached & -(applicable & ~reached) AS next FROM applied
), placed AS MATERIALIZED (
    SELECT *, CASE next WHEN 0 THEN done ELSE done & (next - 1) END AS below,
        CASE
            WHEN lost_on IS NOT NULL THEN 'lost'
            WHEN d IS NULL THEN NULL
            WHEN coalesce(marked, 0) = 0 THEN 'prospect'
            WHEN (reached | gone) & 336 = 336 THEN 'settled'
            WHEN marked > 1 THEN 'won'
            ELSE 'verbal'
        END AS d_status,
        CAST(julianday(:today) - julianday(due_on) AS INTEGER) AS days_overdue
    FROM climbed
)
SELECT
    CASE
        WHEN kind = 'promise' AND days_overdue > 0 AND NOT theirs THEN 'broken'
        WHEN kind = 'adrift' THEN 'adrift'
        WHEN d_status = 'lost' THEN 'heartbeat'
        WHEN d_status = 'prospect' THEN 'prospect'
        WHEN kind = 'rung' AND days_overdue > 0 OR kind = 'renewal' AND coalesce(notice_on, due_on) < :today THEN 'late'
        WHEN days_overdue > 0 THEN 'overdue'
        ELSE 'today'
    END AS level,
    days_overdue,
    tried_today,
    'a' || a AS "account.id",
    account.uid AS "account.uid",
    account.name AS "account.name",
    account.tags AS "account.tags",
    last_on AS "account.last_reached_on",
    since AS "account.days_since_reached",
    attempts AS "account.attempts",
    (SELECT max(on_day) FROM touchpoint WHERE account_id = a) AS "account.last_contact_on",
    json_extract(live, '$[0]') AS "account.deals_live",
    json_extract(live, '$[1]') AS "account.value_live",
    :currency AS "account.currency",
    json_extract(live, '$[2]') AS "account.values_live",
    'c' || c AS "check_in.id",
    placed.uid AS "check_in.uid",
    'a' || a AS "check_in.account_id",
    account.name AS "check_in.account",
    'd' || d AS "check_in.deal_id",
    title AS "check_in.deal",
    kind AS "check_in.kind",
    what AS "check_in.what",
    coalesce(why, CASE
        WHEN kind = 'renewal' THEN 'notice by ' || CAST(strftime('%d', notice_on) AS INTEGER) || ' '
            || substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * strftime('%m', notice_on) - 2, 3)
            || CASE WHEN substr(notice_on, 1, 4) <> substr(:today, 1, 4) THEN ' ' || substr(notice_on, 1, 4) ELSE '' END
        WHEN rung IS NOT NULL THEN (SELECT nullif(group_concat(reason, '; '), '') FROM (
            SELECT 'slipped ' || count(*) || '×, ' || CAST(sum(julianday(to_on) - julianday(from_on)) AS INTEGER)
                    || ' days in all' AS reason
                FROM rung AS asked JOIN rung_move ON rung_id = asked.id
                WHERE asked.deal_id = d AND asked.rung = placed.rung AND to_on > from_on HAVING count(*) > 0
            UNION ALL SELECT 'penalty: ' || penalty WHERE placed.rung = 'delivered' AND days_overdue > 0
                AND penalty IS NOT NULL
            UNION ALL SELECT 'plan B: ' || group_concat(risk.plan_b, ', ') FROM check_in AS risk
                WHERE placed.rung = 'delivered' AND days_overdue > 0 AND risk.deal_id = d AND risk.status = 'open'
                    AND risk.kind = 'risk' AND risk.plan_b IS NOT NULL HAVING count(*) > 0))
        END) AS "check_in.why",
    due_on AS "check_in.due_on",
    days_overdue AS "check_in.days_overdue",
    first_due_on AS "check_in.first_due_on",
    snoozed_until AS "check_in.snoozed_until",
    snoozes AS "check_in.snoozes",
    status AS "check_in.status",
    'p' || placed.person_id AS "check_in.person_id",
    NULL AS "check_in.person",
    rung AS "check_in.rung",
    CASE WHEN rung IS NOT NULL THEN (SELECT count(*) FROM rung AS asked JOIN rung_move ON rung_id = asked.id
        WHERE asked.deal_id = d AND asked.rung = placed.rung AND to_on > from_on) END AS "check_in.slips",
    ended_on AS "check_in.ended_on",
    ended_why AS "check_in.ended_why",
    every IS NOT NULL AS "check_in.repeats",
    owner AS "check_in.owner",
    theirs AS "check_in.theirs",
    evidence AS "check_in.evidence",
    plan_b AS "check_in.plan_b",
    'r' || result_id AS "check_in.result_id",
    'd' || d AS "deal.id",
    d_uid AS "deal.uid",
    CASE WHEN d IS NOT NULL THEN 'a' || a END AS "deal.account_id",
    CASE WHEN d IS NOT NULL THEN account.name END AS "deal.account",
    title AS "deal.title",
    d_status AS "deal.status",
    CASE WHEN below >= 256 THEN 'paid' WHEN below >= 128 THEN 'invoiced' WHEN below >= 64 THEN 'verified'
        WHEN below >= 32 THEN 'live' WHEN below >= 16 THEN 'delivered' WHEN below >= 8 THEN 'signed'
        WHEN below >= 4 THEN 'credit' WHEN below >= 2 THEN 'ordered' WHEN below >= 1 THEN 'verbal' END AS "deal.rung",
    CASE next WHEN 1 THEN 'verbal' WHEN 2 THEN 'ordered' WHEN 4 THEN 'credit' WHEN 8 THEN 'signed'
        WHEN 16 THEN 'delivered' WHEN 32 THEN 'live' WHEN 64 THEN 'verified' WHEN 128 THEN 'invoiced'
        WHEN 256 THEN 'paid' END AS "deal.next_rung",
    (done & 1) + (done >> 1 & 1) + (done >> 2 & 1) + (done >> 3 & 1) + (done >> 4 & 1) + (done >> 5 & 1)
        + (done >> 6 & 1) + (done >> 7 & 1) + (done >> 8 & 1) AS "deal.rungs_done",
    (applicable & 1) + (applicable >> 1 & 1) + (applicable >> 2 & 1) + (applicable >> 3 & 1) + (applicable >> 4 & 1)
        + (applicable >> 5 & 1) + (applicable >> 6 & 1) + (applicable >> 7 & 1) + (applicable >> 8 & 1)
        AS "deal.rungs_total",
    value_minor / 100.0 AS "deal.value",
    placed.currency AS "deal.currency",
    plan AS "deal.plan",
    json_extract(ladder, '$[3]') AS "deal.signed_on",
    expected_close_on AS "deal.expected_close_on",
    CASE WHEN d IS NOT NULL THEN last_on END AS "deal.last_reached_on",
    CASE WHEN d IS NOT NULL THEN attempts END AS "deal.attempts",
    (SELECT min(due_on) FROM check_in WHERE deal_id = d AND status = 'open') AS "deal.next_check_in_on",
    -- What health is judged by. What follows from it is decided in the program; the driver does not compare it.
    CASE WHEN d IS NOT NULL THEN json_array(json_extract(ladder, '$[5]'), json_extract(ladder, '$[6]'),
        coalesce(json_extract(ladder, '$[7]'), date(json_extract(ladder, '$[8]'), '+' || terms_days || ' days')),
        json_extract(ladder, '$[9]'), last_on, notice_on) END AS "deal.health",
    CASE WHEN d IS NOT NULL THEN json_array(
        (SELECT json_group_array(json_array(sign.kind, sign.due_on, sign.what)) FROM check_in AS sign
            WHERE sign.account_id = a AND sign.status = 'open' AND sign.due_on <= :today
                AND (sign.deal_id = d OR sign.deal_id IS NULL) AND NOT sign.theirs
                AND sign.kind IN ('promise', 'care', 'follow-up', 'adrift', 'renewal')),
        (SELECT json_group_array(json_array(metric, baseline, target, accepted_on,
                (SELECT value FROM measurement WHERE result_id = result.id ORDER BY on_day DESC, id DESC LIMIT 1)))
            FROM result WHERE result.deal_id = d),
        (SELECT json_group_array(rival.name) FROM rival WHERE rival.account_id = a AND gone_on IS NULL
            AND (rival.deal_id = d OR rival.deal_id IS NULL))) END AS "deal.health_reasons",
    d_tags AS "deal.tags",
    key AS "deal.key",
    nullif(source, '') AS "deal.source",
    placed.note AS "deal.note",
    lost_on AS "deal.lost_on",
    lost_reason AS "deal.lost_reason",
    'd' || addon_of AS "deal.addon_of",
    penalty AS "deal.penalty",
    commission / 100.0 AS "deal.commission_percent",
    (value_minor * commission + 5000) / 10000 / 100.0 AS "deal.commission",
    CASE WHEN commission IS NOT NULL THEN json_extract(ladder, '$[4]') END AS "deal.commission_earned_on",
    renews_on AS "deal.renews_on",
    notice_on AS "deal.notice_on",
    lost_to AS "deal.lost_to",
    rival_promised AS "deal.rival_promised",
    rival_promised_on AS "deal.rival_promised_on",
    rival_contract_ends_on AS "deal.rival_contract_ends_on",
    buried_on AS "deal.buried_on",
    buried_why AS "deal.buried_why",
    fit AS "deal.fit",
    fit_why AS "deal.fit_why",
    lost_note AS "deal.lost_note",
    'p' || person.id AS "person.id",
    person.uid AS "person.uid",
    'a' || person.account_id AS "person.account_id",
    CASE WHEN person.id IS NOT NULL THEN account.name END AS "person.account",
    person.name AS "person.name",
    person.role AS "person.role",
    person.email AS "person.email",
    person.phone AS "person.phone",
    person.tags AS "person.tags",
    person.interests AS "person.interests",
    person.last_topic AS "person.last_topic",
    person.last_topic_on AS "person.last_topic_on",
    person.note AS "person.note",
    '[]' AS more
FROM placed
JOIN account ON account.id = a
LEFT JOIN person ON person.id = p
WHERE snoozed_until IS NULL OR snoozed_until <= :today
ORDER BY CASE level WHEN 'broken' THEN 0 WHEN 'late' THEN 1 WHEN 'overdue' THEN 2 WHEN 'today' THEN 3
        WHEN 'adrift' THEN 4 WHEN 'heartbeat' THEN 5 ELSE 6 END,
    tried_today, days_overdue DESC, value_minor IS NULL, placed.currency <> :currency, placed.currency,
    value_minor DESC, coalesce(since, 1 << 30) DESC, c;
