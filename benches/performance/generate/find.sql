-- What the program would put into the index: the texts of each source, in the order of their numbers. What is
-- folded by the program is folded by the index alike, as long as it is Latin.

INSERT INTO find_text (rowid, text)
    SELECT id, note FROM touchpoint WHERE note IS NOT NULL ORDER BY id;
INSERT INTO find_text (rowid, text)
    SELECT number << 40 | id, text FROM (
        SELECT CASE kind WHEN 'promise' THEN 2 WHEN 'risk' THEN 3 ELSE 1 END AS number, id,
            concat_ws(' ',
                iif(step IS NULL AND kind NOT IN ('care', 'rung', 'result', 'renewal', 'adrift'), what, NULL),
                why, owner, evidence, plan_b, ended_why) AS text
        FROM check_in)
    WHERE text <> '' ORDER BY 1;
INSERT INTO find_text (rowid, text) SELECT 4 << 40 | id, name FROM account ORDER BY id;
INSERT INTO find_text (rowid, text) SELECT 5 << 40 | id, concat_ws(' ', name, email) FROM person ORDER BY id;
INSERT INTO find_text (rowid, text)
    SELECT 6 << 40 | id, text FROM (SELECT id, concat_ws(' ', title, note, key, penalty) AS text FROM deal)
    WHERE text <> '' ORDER BY id;
INSERT INTO find_text (rowid, text)
    SELECT 7 << 40 | id, failed_why FROM rung WHERE failed_why IS NOT NULL ORDER BY id;
INSERT INTO find_text (rowid, text)
    SELECT 8 << 40 | id, why FROM rung_move WHERE why IS NOT NULL ORDER BY id;
INSERT INTO find_text (rowid, text) SELECT 9 << 40 | id, what FROM part ORDER BY id;
INSERT INTO find_text (rowid, text) SELECT 10 << 40 | id, metric FROM result ORDER BY id;
INSERT INTO find_text (rowid, text) SELECT 11 << 40 | id, what FROM objective ORDER BY id;
INSERT INTO find_text (rowid, text)
    SELECT 12 << 40 | id, why FROM objective_answer WHERE why IS NOT NULL ORDER BY id;
INSERT INTO find_text (rowid, text) SELECT 13 << 40 | id, concat_ws(' ', name, note) FROM rival ORDER BY id;
