"""What agencies hold of a child, by field group: plain, fair, and about a child who is a child."""

from collections.abc import Mapping
from random import Random

from alongside.demo.wording import slots
from alongside.partners.states import FieldGroup

EDUCATION = (
    "Attendance {low}% this term, down from {high}%. Late on Mondays most of all.",
    "{He} asked to sit near the door in every lesson since half-term. {He} says that it is easier to breathe there.",
    "Moved from another borough in the middle of the year. Settled with a form tutor whom {he} trusts.",
    "Two fixed-term suspensions last year, both after lunch. A quiet room at lunchtime has helped since.",
    "{He} looks after a younger brother before school and arrives tired. The family has been offered breakfast club.",
    "Strong in art and in maths. {He} has told the art teacher more than anybody else.",
    "On the register for special educational needs: speech, language and communication. Short sentences help.",
    "A new set of friends since the summer, most of them older. {He} no longer comes to football practice.",
    "{He} was not in school on four Fridays in a row. Home said that {he} had a cold each time.",
    "A part-time timetable ended in the spring. {He} has been in every lesson since.",
    "Form tutor: “{name} is funny and kind and has gone very quiet.”",
    "Free school meals. The school has lent a laptop for homework.",
)
POLICE = (
    "Reported missing once, in the summer; came home by {himself} next morning. Nobody asked where {he} had been.",
    "Stopped with three older boys at the bus station. Nothing found. {He} said little and looked at the others first.",
    "Victim of a robbery: telephone and coat taken on the way home. No account was taken at the time.",
    "Witness in a case of criminal damage. {He} did not want {his} name used.",
    "Officers called to the home address: an argument between adults. {name} was upstairs and spoke to nobody.",
    "Found at night in a flat where {he} did not live, with two adults who could not say who {he} was.",
    "Safer schools officer: {name} came to ask, “for a friend”, how to get out of owing somebody money.",
    "Bicycle reported stolen. Found and given back.",
)
HEALTH = (
    "Waits for a first appointment since the spring. Told that they may phone if things get worse.",
    "Was not brought to two appointments. The letters went to an old address.",
    "Seen in the emergency department with a cut hand; said that a glass had broken. Came with an older friend.",
    "Asthma. Uses a blue inhaler; collects it late.",
    "Sees the school nurse about sleep. {He} wakes at three and thinks about what might happen.",
    "Finished eight sessions for anxiety last year. {name} said that drawing was the part that helped.",
    "Weight has fallen since the winter. The family doctor has asked for a review.",
    "Hearing aid in the left ear. {He} does not wear it outside.",
)
SOCIAL_CARE = (
    "Contact two years ago: the family had no gas. Help with money was given and the matter closed.",
    "Early help last year: six visits. The mother asked for help with evenings, when she works.",
    "Assessment closed with no further action. {name} was spoken to with {his} mother in the room.",
    "Lived with an aunt for four months while {his} mother was in hospital. It went well.",
    "A neighbour phoned about shouting. A worker visited: tired, short of money, and close to one another.",
    "An older cousin was helped by the leaving care team. The two are close.",
    "{name} told a worker that home is good when it is only the three of them.",
)
HOUSING = (
    "Two rooms for five people. On the transfer list since 2023.",
    "Repair to the front door asked for three times. It does not lock.",
    "Rent arrears after a change of job; a plan to pay is kept.",
    "Neighbours complain of young people on the stairs at night. The family says that they are not {his} friends.",
    "Temporary home, the third in two years. The school is an hour away by bus.",
    "Mutual exchange refused because of arrears. The mother wrote that she wants her {son} away from this stairwell.",
)
YOUTH_JUSTICE = (
    "Diversion: four sessions with a mentor. {He} came to all of them.",
    "Community resolution for something that {he} carried for somebody else. {He} was told to keep it, {he} says.",
    "Referral order finished. {He} wrote a letter and was glad of the answer.",
    "A worker sees {him} on Tuesdays. {He} speaks when they walk, not when they sit.",
)
SUPPORT = (
    "Comes to the Thursday session. Cooks, and stays to wash up.",
    "Mentor since January. First the gym, then a form for college.",
    "{name} said: “I want a job where nobody knows my street.”",
    "Missed three weeks, then came back and asked whether {he} still had a place. {He} had.",
    "Went with {him} to the first day at college. {He} asked us to wait outside until ten.",
    "The family worker and {his} mother have tea on Wednesdays. It began with a form and is now a friendship.",
)
BY_GROUP: Mapping[FieldGroup, tuple[str, ...]] = {
    FieldGroup.EDUCATION: EDUCATION,
    FieldGroup.POLICE: POLICE,
    FieldGroup.HEALTH: HEALTH,
    FieldGroup.SOCIAL_CARE: SOCIAL_CARE,
    FieldGroup.HOUSING: HOUSING,
    FieldGroup.YOUTH_JUSTICE: YOUTH_JUSTICE,
    FieldGroup.SUPPORT: SUPPORT,
}


def draw(group: FieldGroup, name: str, sex: str, count: int, rng: Random) -> list[str]:
    """So many different notes, in words that fit the child."""
    high = rng.randrange(90, 98)
    words = slots(name, sex, high=str(high), low=str(high - rng.randrange(8, 30)))
    return [text.format_map(words) for text in rng.sample(BY_GROUP[group], count)]
