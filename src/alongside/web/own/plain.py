"""The words of sharing as a child of nine reads them."""

from alongside.partners.states import FieldGroup, Purpose

GROUPS: dict[FieldGroup, str] = {
    FieldGroup.IDENTITY: "your name and your birthday",
    FieldGroup.CONTACT: "where you live and your phone number",
    FieldGroup.KNOWN_TO: "which teams know you",
    FieldGroup.CONCERN: "what somebody was worried about",
    FieldGroup.CHILD_VOICE: "what you said",
    FieldGroup.EDUCATION: "how school goes",
    FieldGroup.HEALTH: "about your health",
    FieldGroup.SOCIAL_CARE: "what a social worker wrote",
    FieldGroup.POLICE: "what the police wrote",
    FieldGroup.YOUTH_JUSTICE: "what your youth justice worker wrote",
    FieldGroup.HOUSING: "about your home",
    FieldGroup.SUPPORT: "the help that you had",
    FieldGroup.RATING: "how much help we think you need",
    FieldGroup.PLAN: "your plan",
    FieldGroup.FEEDBACK: "what we told the person who asked us to help",
    FieldGroup.REQUEST: "questions that teams ask each other about you",
}
PURPOSES: dict[Purpose, str] = {
    Purpose.SAFEGUARDING: "to keep you safe",
    Purpose.EARLY_HELP: "to help you and your family",
    Purpose.EXPLOITATION: "to keep you safe from people who use you",
    Purpose.DOMESTIC_ABUSE_NOTICE: "to help you at school when things at home are hard",
    Purpose.LEAVING_GANGS: "to help you get away from people who put you in danger",
    Purpose.HEALTH_WAIT: "to help you feel better",
    Purpose.TRANSITION: "to help you start at your new school",
    Purpose.ASSURANCE: "to check that we follow the rules",
    Purpose.PRECHECK: "to find out who already helps you",
}
