//! Words and options that people bring along from other programs, and what does it here.

const DUE: &str = "deals due shows whom to call";
const ADD: &str = "deals add ACCOUNT TITLE VALUE records a deal";
const LOG: &str = "deals log TARGET NOTE records a contact";
const DONE: &str = "deals done C settles a check-in; deals mark TARGET RUNG says that a rung of a deal has happened";
const MARK: &str = "deals mark TARGET RUNG says that a rung has happened; deals expect TARGET RUNG DATE when it will";
const SNOOZE: &str = "deals snooze C DATE hides a check-in until a day; deals reschedule C DATE gives it a new due date";
const EDIT: &str =
    "deals edit ID changes the fields of a record; deals mark and deals expect change a rung";
const PEOPLE: &str = "deals people lists people; deals touchpoints lists contacts";

/// Words that are not commands, and what to type instead.
pub(super) const WORDS: &[(&str, &[&str])] = &[
    (
        DUE,
        &[
            "dew", "today", "todo", "agenda", "morning", "inbox", "overdue",
        ],
    ),
    (
        "deals due shows what is next; deals remind TARGET DATE WHAT says what is to be next",
        &["next", "upcoming"],
    ),
    (ADD, &["new", "create", "insert", "sign", "sold", "win"]),
    (
        "deals list --status won lists what is won; deals add ACCOUNT TITLE VALUE records what you have just won",
        &["won"],
    ),
    (
        LOG,
        &[
            "call",
            "called",
            "phone",
            "meet",
            "meeting",
            "met",
            "visit",
            "email",
            "mail",
            "text",
            "contact",
            "touch",
            "touchpoint",
            "talk",
            "record",
        ],
    ),
    (
        "deals log TARGET NOTE records what was said; deals edit ID --note TEXT changes a note",
        &["note", "comment"],
    ),
    (
        DONE,
        &[
            "close", "complete", "finish", "finished", "check", "tick", "settle", "resolve",
        ],
    ),
    (
        MARK,
        &[
            "verbal",
            "order",
            "ordered",
            "credit",
            "signed",
            "deliver",
            "delivery",
            "delivered",
            "live",
            "go-live",
            "verify",
            "verified",
            "invoice",
            "invoiced",
            "pay",
            "paid",
            "payment",
            "rung",
        ],
    ),
    (
        "deals promise TARGET \"DATE: WHAT\" notes a promise",
        &["owe", "owed", "commit", "commitment"],
    ),
    (
        "deals rival TARGET NAME notes a rival",
        &["competitor", "competition", "competes"],
    ),
    (
        "deals thank TARGET \"COLLEAGUE: WHAT\" notes whom to thank",
        &["thanks", "praise"],
    ),
    (
        "deals expect TARGET RUNG DATE says when a rung is expected",
        &["slip", "slipped", "forecast"],
    ),
    (
        SNOOZE,
        &[
            "postpone", "delay", "defer", "hide", "later", "move", "push",
        ],
    ),
    (
        "deals remind TARGET DATE WHAT sets a follow-up",
        &[
            "follow-up",
            "followup",
            "follow",
            "task",
            "schedule",
            "reminder",
        ],
    ),
    (
        "deals drop C --why REASON gives a check-in up",
        &["cancel", "skip", "dismiss", "waive", "abandon"],
    ),
    (
        "deals show TARGET shows everything about a deal or a customer",
        &["view", "info", "get", "open", "details", "customer"],
    ),
    (
        "deals find WORDS finds what was said and noted",
        &["search", "grep", "seek", "look", "lookup", "where"],
    ),
    (
        "deals list lists deals",
        &["ls", "deals", "deal", "pipeline", "all"],
    ),
    (
        "deals accounts lists accounts",
        &["customers", "companies", "clients"],
    ),
    (PEOPLE, &["contacts", "persons"]),
    (
        "deals person forget P forgets a person for good; deals rm ID removes a record",
        &["forget"],
    ),
    (
        "deals account merge STAYS GOES makes one account of two",
        &["merge", "join", "unite", "dedupe"],
    ),
    (
        "deals touchpoints lists contacts and attempts",
        &["calls", "visits", "activity", "activities", "notes"],
    ),
    (
        EDIT,
        &["update", "change", "modify", "set", "rename", "correct"],
    ),
    (
        "deals plan list lists plans; deals plan use DEAL NAME makes a deal follow one",
        &["plans"],
    ),
    (
        "deals edit ID --renews DATE --notice 90d says when a contract renews",
        &["renew", "renewal", "notice"],
    ),
    (
        "deals log TARGET --addon WHAT notes an idea; deals add ACCOUNT TITLE VALUE --addon-of DEAL records it",
        &["addon", "add-on", "upsell"],
    ),
    (
        "deals rm ID removes a record",
        &["delete", "del", "remove", "erase"],
    ),
    (
        "deals tag ID KEY tags a record; with --not KEY it loses the tag",
        &["untag", "label"],
    ),
    (
        "deals undo takes the last command back; deals redo does it again",
        &["revert", "rollback", "unmark", "unlog"],
    ),
    (
        "deals history tells which command changed what",
        &["journal", "audit", "changes", "changelog"],
    ),
    (
        "deals import FILE brings in deals",
        &["load", "upload", "csv", "sync"],
    ),
    (
        "deals export writes out everything on record",
        &["dump", "extract", "download"],
    ),
    (
        "deals completions SHELL prints the stub of a shell",
        &["completion"],
    ),
    (
        "deals result measure R VALUE takes what was measured; deals result list TARGET lists what was promised",
        &["measure", "measured", "metric", "results", "kpi"],
    ),
    (
        "deals objective agree O --by PERSON, or deals objective object O --by PERSON --why TEXT, takes an answer",
        &["agree", "object", "objectives", "goal", "goals"],
    ),
    ("deals --version prints the version", &["version"]),
];

/// Options that are not there, on which command (none: on any), and what to type instead.
pub(super) const OPTIONS: &[(Option<&str>, &[&str], &str)] = &[
    (
        Some("log"),
        &["--note", "--message", "--text", "-m"],
        "the note needs no option: deals log acme she is glad",
    ),
    (
        Some("log"),
        &["--promise"],
        "--owe \"DATE: WHAT\" notes what we owe them",
    ),
    (
        Some("log"),
        &["--who", "--person"],
        "--with PERSON says whom",
    ),
    (
        Some("log"),
        &[
            "--call",
            "--meeting",
            "--visit",
            "--video",
            "--event",
            "--email",
            "--mail",
            "--gift",
        ],
        "--via WAY says how, as in --via email",
    ),
    (
        Some("log"),
        &["--remind", "--follow-up", "--due"],
        "--next DATE, or --next \"DATE: WHAT\", says what is next",
    ),
    (
        Some("add"),
        &[
            "--value",
            "--amount",
            "--price",
            "--title",
            "--name",
            "--account",
            "--customer",
        ],
        "they need no option: deals add ACCOUNT TITLE VALUE",
    ),
    (
        Some("add"),
        &["--contact", "--with", "--who"],
        "--person \"NAME <ADDRESS>\" says who decided",
    ),
    (
        Some("add"),
        &["--close", "--closed", "--won"],
        "--signed DATE says when it was signed",
    ),
    (
        Some("add"),
        &["--date", "--on"],
        "--signed, --verbal or --ordered DATE says when it was won",
    ),
    (
        Some("add"),
        &["--due", "--delivered"],
        "--delivery DATE says when it is expected",
    ),
    (
        Some("due"),
        &[
            "--days",
            "--next",
            "--until",
            "--upcoming",
            "--week",
            "--ahead",
        ],
        "--within 7d shows the days to come",
    ),
    (
        Some("due"),
        &["--today", "--overdue", "--late"],
        "--level today, or another level, shows only that",
    ),
    (
        Some("due"),
        &["--deal", "--customer", "--person"],
        "--account TARGET shows one customer",
    ),
    (
        Some("due"),
        &["--sort", "--reverse"],
        "the order is always the same; deals list has --sort",
    ),
    (
        Some("list"),
        &["--account", "--customer", "--person"],
        "deals show TARGET shows one customer and what was sold there",
    ),
    (
        Some("list"),
        &["--won", "--lost", "--open", "--live", "--stage"],
        "--status live shows what is won and not settled",
    ),
    (
        Some("touchpoints"),
        &["--account", "--deal"],
        "it needs no option: deals touchpoints acme",
    ),
    (
        Some("touchpoints"),
        &["--from", "--after"],
        "--since DATE shows what came since",
    ),
    (
        Some("people"),
        &["--account"],
        "it needs no option: deals people acme",
    ),
    (
        Some("remind"),
        &["--date", "--on", "--by", "--due", "--what", "--note"],
        "day and words need no option: deals remind acme fri send the chart",
    ),
    (
        Some("expect"),
        &["--date", "--on", "--by"],
        "the day needs no option: deals expect acme delivery eom",
    ),
    (
        Some("snooze"),
        &["--until", "--to", "--for", "--by"],
        "the day needs no option: deals snooze c57 fri",
    ),
    (
        Some("reschedule"),
        &["--to", "--on", "--by", "--date"],
        "the day needs no option: deals reschedule c57 fri",
    ),
    (
        Some("done"),
        &["--note", "--message", "-m"],
        "the note needs no option: deals done c57 they confirmed",
    ),
    (
        Some("drop"),
        &["--reason", "--note"],
        "--why REASON says why",
    ),
    (
        Some("expect"),
        &["--reason", "--note"],
        "--why REASON says why it moved",
    ),
    (
        Some("rm"),
        &["--force", "-f"],
        "--yes removes it without asking",
    ),
    (
        Some("tag"),
        &["--remove", "--delete", "--rm"],
        "--not KEY takes a tag away",
    ),
    (
        Some("tag"),
        &["--add"],
        "it needs no option: deals tag d12 KEY",
    ),
    (
        None,
        &["--date", "--when"],
        "--on DATE, where a command has it, says when it happened",
    ),
    (
        None,
        &["--format"],
        "-o FORMAT says in which format to answer",
    ),
    (
        None,
        &["--csv", "--tsv", "--jsonl", "--ids", "--table"],
        "-o csv, tsv, jsonl or ids answers so",
    ),
    (None, &["--columns"], "--fields A,B picks columns"),
    (
        None,
        &["--all", "--top", "--max", "--count"],
        "--limit N, where a command has it, is at most so many; 0 is all",
    ),
    (
        None,
        &["--no-color", "--no-colour", "--colour"],
        "--color never",
    ),
    (
        None,
        &["--force", "-f", "--assume-yes"],
        "--yes answers yes",
    ),
    (None, &["--file", "--database"], "--db FILE names the file"),
    (
        None,
        &["--config"],
        "DEALS_CONFIG names the configuration file",
    ),
    (None, &["--silent"], "--quiet prints the id alone"),
    (
        None,
        &["--dryrun", "--simulate", "--check"],
        "--dry-run does everything and takes it back",
    ),
];

/// What to type where a command is given more words than it takes.
pub(super) const WORDS_TOO_MANY: &[(&str, &str)] = &[
    ("due", "one customer alone: deals due --account TARGET"),
    ("list", "everything about one customer: deals show TARGET"),
    (
        "accounts",
        "everything about one customer: deals show TARGET",
    ),
    (
        "add",
        "a name or a title of several words needs quotes: deals add \"Acme Corp\" \"Phase 2\" 48k",
    ),
    (
        "mark",
        "the day stands behind --on: deals mark acme delivered --on yesterday",
    ),
    (
        "show",
        "a name of several words needs quotes, and each is shown by itself",
    ),
    ("people", "a name of several words needs quotes"),
    ("touchpoints", "a name of several words needs quotes"),
    ("plan", "one deal and one plan: deals plan use d12 light"),
    ("reopen", "one at a time"),
    ("rm", "one at a time"),
    ("edit", "fields are options: deals edit d12 --value 52k"),
    ("import", "one file at a time"),
    ("completions", "one shell at a time"),
];
