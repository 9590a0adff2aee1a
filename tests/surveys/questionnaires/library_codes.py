"""The codes of the shipped questionnaires, which answers are kept under for ever: changing a line here breaks figures.

One question a line: its name, its kind with its scale and `!` where an answer is required, `na`, the metric, the limit
of choices, the effect, and its options as `name` or `name=PAIN`. Options given by the situation are left out.
"""

CODES = {
    "ext-service": """
        q1 select_one!
        q2 select_one! citizen self org gov na
        q3 select_one! office mfc epgu rpgu site other
        q4 select_one! ok refuse_clear refuse_unclear=SVC-REFUSAL wait quit=SVC-DROPOUT
        q5 range 1-5! csat
        q6 range 1-5! na csi:term
        q7 range 1-5! na csi:queue
        q8 select_one fact:queue 0 15 30=SVC-QUEUE 31=SVC-QUEUE
        q9 range 1-5! na csi:staff
        q10 range 1-5! na csi:info
        q11 range 1-5! na csi:comfort
        q12 select_one! fact:visits 1 2 3=SVC-REPEAT 4=SVC-REPEAT
        q13 range 1-5! ces
        q14 select_multiple a=SVC-EXTRA-DOCS b=SVC-TERM c=SVC-STATUS d=SVC-FORM e=SVC-INCONSISTENT f=SVC-IT \
            g=SVC-RUDE h=SVC-ACCESS i=SVC-HOURS z
        q15 text
        q16 select_one! notice_opt_in yes no
    """,
    "ext-appeal": """
        q1 select_one! yes no dk
        q2 select_one! 1 2 3 4
        q3 select_one! pos site mail office paper phone social
        q4 select_one! prop appl compl info dk
        q5 select_one! 0005 0003 0002 0001 0004 z
        q6 select_one! yes part no=APL-NOREG dk
        q7 select_one! fact:answer_time 10 30 ext late=APL-LATE none=APL-NOANSWER wait
        q8 range 1-5! csi:submit
        q9 range 1-5! na csi:term
        q10 range 1-5! csi:clarity
        q11 range 1-5! csi:completeness
        q12 range 1-5! na csi:respect
        q13 select_one! fact:outcome full part expl refuse=APL-REFUSAL fwd no=APL-UNSOLVED
        q14 range 1-5! csat
        q15 range 1-5! ces
        q16 select_multiple a=APL-FORMAL b=APL-LANGUAGE c=APL-PINGPONG d=APL-SAMEBODY e=APL-STATUS f=APL-PROMISE \
            g=APL-NOVISIT z
        q17 text
        q18 select_one! notice_opt_in yes no
    """,
    "ext-control": """
        q1 select_one! citizen ip org inst reporter
        q2 select_one! land housing improve road forest heat dk
        q3 select_one! cons prof warn doc visit check appeal report
        q4 range 1-5! na csi:requirements
        q5 range 1-5! na csi:term
        q6 range 1-5! na csi:staff
        q7 range 1-5! na csi:proportional
        q8 range 1-5! na csi:clarity
        q9 select_one! fact:appeal_info full short no=CTL-NOAPPEAL nn
        q10 select_one! fact:burden 1h half day days=CTL-BURDEN
        q11 range 1-5! ces
        q12 range 1-5! csat
        q13 select_multiple a=CTL-UNCLEAR b=CTL-NONOTICE c=CTL-EXTRA d=CTL-REPEAT e=CTL-DEADLINE f=CTL-RUDE \
            g=CTL-NOPREVENT h=CTL-NOACTION z
        q14 text
    """,
    "int-annual": """
        q1 select_one
        q2 select_one servant employee inst na
        a1 range 1-5! na csi:interaction
        a1r select_multiple a=INT-ROLE b=INT-APPROVAL c=INT-DUPLICATE d=INT-NOSPACE e=INT-AGENCY z
        a2 range 1-5! na csi:requests
        a2r select_multiple a=INT-REQ-LATE b=INT-REQ-PART c=INT-REQ-REPEAT d=INT-REQ-WHERE e=INT-REQ-URGENT z
        a3 range 1-5! na csi:contracts
        a3r select_multiple a=INT-CTR-TEMPLATE b=INT-CTR-LONG c=INT-CTR-PIECE d=INT-CTR-SPEC e=INT-CTR-STATUS z
        a4 range 1-5! na csi:rulemaking
        a4r select_multiple a=INT-LAW-TEMPLATE b=INT-LAW-RETURN c=INT-LAW-LAWYER d=INT-LAW-TERM z
        a5 range 1-5! na csi:hr
        a5r select_multiple a=INT-HR-ONBOARD b=INT-HR-TRAIN c=INT-HR-CAREER d=INT-HR-PAPER e=INT-HR-LOAD z
        a6 range 1-5! na csi:facilities
        a6r select_multiple a=INT-FAC-CLIMATE b=INT-FAC-SPACE c=INT-FAC-REPAIR d=INT-FAC-CAR z
        a7 range 1-5! na csi:accounting
        a7r select_multiple a=INT-ACC-REFUND b=INT-ACC-SLIP c=INT-ACC-PAPER d=INT-ACC-HELP z
        a8 range 1-5! na csi:equipment
        a8r select_multiple a=INT-EQ-PC b=INT-EQ-IS c=INT-EQ-NET d=INT-EQ-SUPPLY e=INT-EQ-SUPPORT z
        q3 select_multiple! weight max=3 interaction requests contracts rulemaking hr facilities accounting equipment
        q4 range 1-5! csat
        q5 range 0-10! enps
        q6 select_one! fact:loop yes some no=INT-NOLOOP new
        q7 text
    """,
    "int-onboard": """
        q1 range 1-5! csi:workplace
        q2 select_one! fact:access 1 3 14=ONB-ACCESS 15=ONB-ACCESS no=ONB-ACCESS
        q3 range 1-5! csi:clarity
        q4 select_one! fact:mentor real formal=ONB-MENTOR none=ONB-MENTOR nn
        q5 range 1-5! csi:manager
        q6 range 1-5! csi:team
        q7 range 1-5! csi:rules
        q8 range 1-5! na csi:training
        q9 select_multiple a=ONB-GUIDE b=ONB-SOFTWARE c=ONB-INTRO d=ONB-FEEDBACK e=ONB-LOAD f z
        q10 select_one! fact:expectation 4 3 2=ONB-EXPECT 1=ONB-EXPECT
        q11 range 1-5! csat
        q12 range 0-10! enps
        q13 text
    """,
    "int-initiative": """
        q1 select_one! problem idea thanks question
        q2 select_one! interaction requests contracts rulemaking hr facilities accounting equipment client z
        q3 text!
        q4 select_one! fact:frequency 1 2 3 4
        q5 select_one! fact:severity 1 2 3 4
        q6 select_one! fact:reach me unit several all clients
        q7 text
        q8 select_one! reply_code yes no
    """,
    "ext-access": """
        q1 select_one! fact:found yes part=ACC-PARTIAL no=ACC-NOTFOUND
        q2 range 1-5! na csi:current
        q3 range 1-5! na csi:clarity
        q4 range 1-5! ces
        q5 select_one! fact:request_time yes late=ACC-LATE none=ACC-NOANSWER wait nn
        q6 range 1-5! csat
        q7 select_multiple a=ACC-OUTDATED b=ACC-LANGUAGE c=ACC-SEARCH d=ACC-SECTION e=ACC-FILE f=ACC-MOBILE \
            g=ACC-VISION h=ACC-CONFLICT z
        q8 text
        q9 select_one! notice_opt_in yes no
    """,
    "counter": """
        rating range 1-5! csat
        reasons select_multiple queue=SVC-QUEUE rude=SVC-RUDE papers=SVC-EXTRA-DOCS inconsistent=SVC-INCONSISTENT
            hours=SVC-HOURS other
        comment text
    """,
}

GIVEN = tuple(form for form in CODES if form not in ("ext-access", "counter"))
"""The six that the project began with; the other two were derived from them."""

SHARED_PAINS = {"SVC-QUEUE", "SVC-RUDE", "SVC-EXTRA-DOCS", "SVC-INCONSISTENT", "SVC-HOURS"}
"""What the one tap at a counter and the long questionnaire about a service both ask about, meaning the same."""

PAIN_FAMILIES = {
    "ext-service": "SVC",
    "counter": "SVC",
    "ext-appeal": "APL",
    "ext-control": "CTL",
    "ext-access": "ACC",
    "int-annual": "INT",
    "int-onboard": "ONB",
    "int-initiative": "",
}


def codes(form: str) -> list[str]:
    """The lines of one questionnaire."""
    unfolded = CODES[form].strip().replace("\n            ", " ")
    return [" ".join(line.split()) for line in unfolded.splitlines()]
