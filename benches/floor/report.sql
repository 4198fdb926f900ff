-- What a report adds up, each as one plain question. ?1 is the first day of the period, ?2 the last and today.

-- Value by the highest rung that is marked.
SELECT stage, currency, count(*), sum(value_minor) FROM (
    SELECT deal.currency, deal.value_minor, max(CASE rung.rung WHEN 'paid' THEN 5 WHEN 'delivered' THEN 4
        WHEN 'signed' THEN 3 WHEN 'ordered' THEN 2 ELSE 1 END) AS stage
    FROM deal JOIN rung ON rung.deal_id = deal.id AND rung.done_on IS NOT NULL
    WHERE deal.lost_on IS NULL GROUP BY deal.id) GROUP BY stage, currency;

-- Commission, earned in the period and riding.
SELECT deal.currency, paid.done_on IS NOT NULL, sum(deal.value_minor * deal.commission / 10000)
FROM deal LEFT JOIN rung AS paid ON paid.deal_id = deal.id AND paid.rung = 'paid'
WHERE deal.commission > 0 AND deal.lost_on IS NULL
    AND (paid.done_on IS NULL OR paid.done_on BETWEEN ?1 AND ?2) GROUP BY 1, 2;

-- Expected money by month.
SELECT coalesce(strftime('%Y-%m', paid.expected_on), 'undated'), deal.currency, sum(deal.value_minor)
FROM deal JOIN rung AS won ON won.deal_id = deal.id AND won.rung = 'signed' AND won.done_on IS NOT NULL
    LEFT JOIN rung AS paid ON paid.deal_id = deal.id AND paid.rung = 'paid'
WHERE paid.done_on IS NULL AND deal.lost_on IS NULL GROUP BY 1, 2;

-- The lag from the order to the money.
SELECT count(*), avg(julianday(paid.done_on) - julianday(won.done_on))
FROM rung AS paid JOIN rung AS won ON won.deal_id = paid.deal_id AND won.rung = 'signed'
WHERE paid.rung = 'paid' AND paid.done_on IS NOT NULL;

-- Check-ins and promises on time, late, and open past their date.
SELECT kind = 'promise', sum(status = 'done' AND ended_on <= due_on), sum(status = 'done' AND ended_on > due_on),
    sum(status = 'open')
FROM check_in WHERE ended_on BETWEEN ?1 AND ?2 OR (status = 'open' AND due_on < ?2) GROUP BY 1;

-- Slips by their reason.
SELECT why, count(*), sum(julianday(to_on) - julianday(from_on)) FROM rung_move
WHERE to_on > from_on AND moved_on BETWEEN ?1 AND ?2 GROUP BY 1;

-- Accounts, and those that are quiet.
SELECT count(*), sum(coalesce(reached, '') <= date(?2, '-30 days')), sum(coalesce(reached, '') <= date(?2, '-60 days')),
    sum(coalesce(reached, '') <= date(?2, '-90 days'))
FROM (SELECT (SELECT max(on_day) FROM touchpoint WHERE account_id = account.id AND outcome = 'reached') AS reached
    FROM account);

-- Contacts and attempts, by what the deal is.
SELECT touchpoint.outcome = 'reached', deal.lost_on IS NOT NULL, won.id IS NOT NULL, count(*)
FROM touchpoint LEFT JOIN deal ON deal.id = touchpoint.deal_id
    LEFT JOIN rung AS won ON won.deal_id = deal.id AND won.rung = 'signed' AND won.done_on IS NOT NULL
WHERE touchpoint.on_day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3;

-- Pursuits.
SELECT currency, count(*), sum(value_minor) FROM deal
WHERE lost_on IS NULL AND NOT EXISTS (SELECT 1 FROM rung WHERE deal_id = deal.id AND done_on IS NOT NULL
    AND rung <> 'verbal') GROUP BY 1;

-- Losses, and to whom.
SELECT lost_reason, lost_to, currency, count(*), sum(value_minor) FROM deal
WHERE lost_on BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3;

-- Rivals.
SELECT name, count(*) FROM rival WHERE gone_on IS NULL GROUP BY 1;

-- Add-ons that were won.
SELECT deal.currency, count(*), sum(deal.value_minor)
FROM deal JOIN rung ON rung.deal_id = deal.id AND rung.rung = 'signed' AND rung.done_on BETWEEN ?1 AND ?2
WHERE deal.addon_of IS NOT NULL AND deal.lost_on IS NULL GROUP BY 1;

-- Results that may be quoted.
SELECT count(*) FROM result WHERE accepted_on IS NOT NULL AND may_quote = 1;

-- Thanks that are due.
SELECT count(*) FROM check_in WHERE kind = 'thanks' AND status = 'open' AND due_on <= ?2;
