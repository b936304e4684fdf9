//! Words that say more than a name: with a small letter they are none.

/// Words of what people do and of those who do it together. What consists of such words alone is no person's name.
const FUNCTIONS: &str = "\
    admin administration administrator administrators admins all analyst analysts and anybody board business cert \
    chief ciso coach commander communication communications compliance contractor control crew crisis csirt customer \
    data department desk developer developers development engineer engineering engineers evaluator evaluators \
    everybody everyone external facilitator facilitators finance first for forensics group head help helpdesk hr ict \
    incident infrastructure internal it lead leader leads legal management manager managers network networks nobody \
    observer observers of office officer operations ops participant participants platform player players protection \
    provider responder responders room scribe security service soc staff supplier support team teams the vendor";

/// What stands before or behind a name and is none.
const TITLES: &str = "bsc dipl dr ing ir jr madam miss mr mrs ms msc mx phd prof sir sr";

/// What stands within names with a small letter.
const PARTICLES: &str =
    "af al av bin da de del della den der di dos du el ibn la le ten ter van von zu zur";

/// Words that a report may well use, and that are names, too.
const WORDS: &str = "\
    ad al am an any are art as at august bank banks bar be bear best big bill black blue bond book bridge bright brown \
    burn burns by ca call can case cash chance chase clay close cook cross dale dawn day db dc do done drew early east \
    ed eu eve faith fall field fields fine finish forest frank fs gene go gold good grace grant gray green grey hall \
    hand hard harmony he high hill hope how hunt hunter id if in ip is joy june just key king knight lake lane last \
    law let light little long love low major man many march mark marks mason may me miles mill more my new no noble \
    north not off ok on one or os over page park parks pc penny pm pool power price rain ray reason red reed rich \
    river rock rose rush say see short sky small so south spring star start stone stop strong sue summer swift than \
    to uk up us vm vs ward was waters way we wells west what white who why wild will winter wise wood woods works yes \
    you young";

fn is_in(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|of| of == word)
}

/// Whether a word, in small letters, says what somebody does and not who it is.
pub(super) fn is_function(word: &str) -> bool {
    is_in(FUNCTIONS, word)
}

/// Whether a word, in small letters, is a title.
pub(super) fn is_title(word: &str) -> bool {
    is_in(TITLES, word)
}

/// Whether a word, as it is written, stands within names and is none.
pub(super) fn is_particle(word: &str) -> bool {
    is_in(PARTICLES, word)
}

/// Whether a word, in small letters, is an ordinary one beside being a name.
pub(super) fn is_ordinary(word: &str) -> bool {
    is_in(WORDS, word)
}
