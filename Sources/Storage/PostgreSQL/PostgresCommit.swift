/// The function that writes a batch: one call, one message of the simple protocol, one transaction.
///
/// It locks the head row and looks then, in statements of their own, since only they see what the wait let through. If
/// anything is not as the batch takes it to be, nothing is written and it tells what; the node judges again. Positions
/// are taken from the head row, so they are gapless and in commit order, and no one can read one before those below it.
enum PostgresCommit {
    static let function = """

        CREATE FUNCTION commit_batch(
            p_node text, p_batch bigint, p_strict boolean, p_rules bigint, p_first bigint, p_last bigint,
            x_stream text[], x_next integer[],
            k_actor text[], k_key text[],
            s_name text[], s_from bigint[], s_to bigint[],
            o_person bigint[],
            e_stream text[], e_version integer[], e_kind text[], e_occurred bigint[], e_recorded bigint[],
            e_actor text[], e_payload text[], e_rule integer,
            t_entry integer[], t_part integer[], t_person bigint[], t_box bytea[],
            q_id text[], q_customer text[], q_state text[], q_is_open boolean[], q_holder text[], q_queue text[],
            q_attributes text[], q_grades text[], q_received bigint[], q_updated bigint[], q_due bigint[],
            q_breached integer[], q_clocks text[], q_version integer[],
            d_stream text[], d_at bigint[],
            m_position bigint[], m_is_new boolean[], m_number integer[], m_maker text[], m_target text[],
            m_subject text[], m_not_before bigint[],
            r_actor text[], r_key text[], r_hash text[], r_first bigint[], r_count bigint[], r_recorded bigint[],
            p_rest jsonb
        ) RETURNS text LANGUAGE plpgsql SET search_path = yinuo AS $function$
        DECLARE
            h head%ROWTYPE;
            v_first bigint;
            v_count bigint := coalesce(cardinality(e_stream), 0);
            v_stale jsonb;
            v_known jsonb;
            v_steps jsonb;
            v_people jsonb;
        BEGIN
            SELECT * INTO h FROM head FOR UPDATE;
            IF h.moved IS NOT NULL AND NOT coalesce(starts_with(p_node, h.filler), false) THEN
                RETURN jsonb_build_object('moved', h.moved);
            END IF;
            SELECT first INTO v_first FROM node WHERE id = p_node AND batch >= p_batch;
            IF FOUND THEN
                RETURN v_first;
            END IF;

            SELECT jsonb_agg(jsonb_build_array(x.stream, coalesce(e.version + 1, 0))) INTO v_stale
            FROM unnest(x_stream, x_next) AS x (stream, next) LEFT JOIN LATERAL (
                SELECT version FROM entry WHERE entry.stream = x.stream ORDER BY version DESC LIMIT 1
            ) e ON true WHERE coalesce(e.version + 1, 0) <> x.next;
            IF cardinality(k_key) > 0 THEN
                SELECT jsonb_agg(jsonb_build_array(
                    receipt.actor, receipt.key, receipt.hash, receipt.first, receipt.count, receipt.recorded))
                INTO v_known FROM receipt JOIN unnest(k_actor, k_key) AS k (actor, key)
                    ON receipt.actor = k.actor AND receipt.key = k.key;
            END IF;
            IF cardinality(s_name) > 0 THEN
                SELECT jsonb_agg(s.name) INTO v_steps
                FROM unnest(s_name, s_from) AS s (name, "from") LEFT JOIN follower ON follower.name = s.name
                WHERE coalesce(follower.position, 0) <> s."from";
            END IF;
            IF cardinality(o_person) > 0 THEN
                SELECT jsonb_agg(o.id) INTO v_people
                FROM unnest(o_person) AS o (id) LEFT JOIN person ON person.id = o.id WHERE person.key IS NULL;
            END IF;
            IF v_stale IS NOT NULL OR v_known IS NOT NULL OR v_steps IS NOT NULL OR v_people IS NOT NULL
                OR (v_count > 0 AND h.recorded > p_first) OR h.rules > p_rules
            THEN
                v_stale := jsonb_build_object(
                    'stale', v_stale, 'known', v_known, 'steps', v_steps, 'people', v_people,
                    'recorded', CASE WHEN v_count > 0 AND h.recorded > p_first THEN h.recorded END,
                    'rules', h.rules > p_rules);
                IF p_strict THEN
                    -- What the same message wrote before must not stand either.
                    RAISE EXCEPTION USING ERRCODE = 'YN001', MESSAGE = v_stale::text;
                END IF;
                RETURN v_stale;
            END IF;

            IF v_count > 0 THEN
                INSERT INTO entry (position, stream, version, kind, occurred, recorded, actor, payload)
                SELECT h.next + e.n - 1, e.stream, e.version, e.kind, e.occurred, e.recorded, e.actor, e.payload
                FROM unnest(e_stream, e_version, e_kind, e_occurred, e_recorded, e_actor, e_payload)
                    WITH ORDINALITY AS e (stream, version, kind, occurred, recorded, actor, payload, n);
                UPDATE head SET next = h.next + v_count, recorded = greatest(h.recorded, p_last),
                    rules = CASE WHEN e_rule IS NULL THEN h.rules ELSE h.next + e_rule + 1 END;
            END IF;
            IF cardinality(t_entry) > 0 THEN
                INSERT INTO text (position, part, person, box)
                SELECT h.next + t.entry, t.part, t.person, t.box
                FROM unnest(t_entry, t_part, t_person, t_box) AS t (entry, part, person, box);
            END IF;
            IF cardinality(q_id) > 0 THEN
                INSERT INTO ticket AS old (id, customer, state, is_open, holder, queue, attributes, grades, received,
                    updated, due, breached, clocks, version)
                SELECT * FROM unnest(q_id, q_customer, q_state, q_is_open, q_holder, q_queue, q_attributes, q_grades,
                    q_received, q_updated, q_due, q_breached, q_clocks, q_version)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, is_open = excluded.is_open,
                    holder = excluded.holder, queue = excluded.queue, attributes = excluded.attributes,
                    grades = excluded.grades, updated = excluded.updated, due = excluded.due,
                    breached = excluded.breached, clocks = excluded.clocks, version = excluded.version;
            END IF;
            IF cardinality(d_stream) > 0 THEN
                DELETE FROM due WHERE due.stream IN (
                    SELECT d.stream FROM unnest(d_stream, d_at) AS d (stream, at) WHERE d.at IS NULL);
                INSERT INTO due (stream, at)
                SELECT d.stream, d.at FROM unnest(d_stream, d_at) AS d (stream, at) WHERE d.at IS NOT NULL
                ON CONFLICT (stream) DO UPDATE SET at = excluded.at, claimed = 0;
            END IF;
            IF cardinality(m_position) > 0 THEN
                INSERT INTO message (position, number, maker, target, subject, not_before)
                SELECT CASE WHEN m.is_new THEN h.next + m.position ELSE m.position END,
                    m.number, m.maker, m.target, m.subject, m.not_before
                FROM unnest(m_position, m_is_new, m_number, m_maker, m_target, m_subject, m_not_before)
                    AS m (position, is_new, number, maker, target, subject, not_before)
                ON CONFLICT DO NOTHING;
            END IF;
            IF cardinality(r_key) > 0 THEN
                INSERT INTO receipt (actor, key, hash, first, count, recorded)
                SELECT r.actor, r.key, r.hash, h.next + r.first, r.count, r.recorded
                FROM unnest(r_actor, r_key, r_hash, r_first, r_count, r_recorded)
                    AS r (actor, key, hash, first, count, recorded);
            END IF;
            IF cardinality(s_name) > 0 THEN
                INSERT INTO follower (name, position)
                SELECT s.name, s.position FROM unnest(s_name, s_to) AS s (name, position)
                ON CONFLICT (name) DO UPDATE SET position = excluded.position;
            END IF;
            IF p_rest IS NOT NULL THEN
                PERFORM commit_rest(p_rest);
            END IF;
            INSERT INTO node (id, batch, first) VALUES (p_node, p_batch, h.next)
            ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, first = excluded.first, seen = now();
            IF v_count > 0 THEN
                PERFORM pg_notify('yinuo', (h.next + v_count)::text);
            END IF;
            RETURN h.next;
        END
        $function$;

        CREATE FUNCTION commit_rest(p_rest jsonb) RETURNS void LANGUAGE plpgsql SET search_path = yinuo AS $function$
        BEGIN
            INSERT INTO document (hash, bytes)
            SELECT hash, decode(base64, 'base64') FROM jsonb_to_recordset(p_rest -> 'documents') AS d (
                hash text, base64 text)
            ON CONFLICT DO NOTHING;
            INSERT INTO incident (id, state, received, updated, due, linked, version)
            SELECT * FROM jsonb_to_recordset(p_rest -> 'incidents') AS i (
                id text, state text, received bigint, updated bigint, due bigint, linked integer, version integer)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated = excluded.updated, due = excluded.due,
                linked = excluded.linked, version = excluded.version;
            INSERT INTO record (kind, id, owner, state, contents, version)
            SELECT * FROM jsonb_to_recordset(p_rest -> 'records') AS r (
                kind text, id text, owner text, state text, contents text, version integer)
            ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, state = excluded.state,
                contents = excluded.contents, version = excluded.version;
            DELETE FROM posting USING jsonb_to_recordset(p_rest -> 'postings') AS p (
                contract text, ticket text, basis text, owed bigint)
            WHERE posting.contract = p.contract AND posting.ticket = p.ticket AND posting.basis = p.basis
                AND p.owed IS NULL;
            INSERT INTO posting (contract, ticket, basis, owed, minor, at)
            SELECT p.* FROM jsonb_to_recordset(p_rest -> 'postings') AS p (
                contract text, ticket text, basis text, owed bigint, minor bigint, at bigint) WHERE p.owed IS NOT NULL
            ON CONFLICT (contract, ticket, basis)
            DO UPDATE SET owed = excluded.owed, minor = excluded.minor, at = excluded.at;
            DELETE FROM message USING jsonb_to_recordset(p_rest -> 'deliveries') AS d (
                position bigint, number integer, fate text)
            WHERE message.position = d.position AND message.number = d.number AND d.fate = 'done';
            UPDATE message SET attempts = attempts + 1, cause = d.cause, not_before = coalesce(d.at, not_before)
            FROM jsonb_to_recordset(p_rest -> 'deliveries') AS d (
                position bigint, number integer, fate text, at bigint, cause text)
            WHERE message.position = d.position AND message.number = d.number AND d.fate <> 'done';
            IF p_rest -> 'people' <> '[]' THEN
                INSERT INTO person (name, key) SELECT name, NULL FROM jsonb_array_elements_text(p_rest -> 'people') AS name
                ON CONFLICT (name) DO UPDATE SET key = NULL;
                INSERT INTO meta (name, value) VALUES ('sweep', '0') ON CONFLICT (name) DO UPDATE SET value = '0';
            END IF;
            DELETE FROM text WHERE position IN (
                SELECT position FROM entry WHERE stream IN (SELECT jsonb_array_elements_text(p_rest -> 'streams')));
        END
        $function$;

        """
}
