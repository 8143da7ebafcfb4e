//! Who may connect: the tokens that the service has announced.

use std::time::Duration;

use tokio::time::Instant;

use crate::secret::KeyHash;

/// The tokens that are good, each until its deadline or its use.
#[derive(Debug, Default)]
pub(crate) struct Admission {
    tokens: Vec<Token>,
}

#[derive(Debug)]
struct Token {
    hash: KeyHash,
    until: Instant,
}

/// How many tokens wait for their device at most. A service announces one each time that somebody asks to connect; who
/// asks more often than this within a token's life makes the oldest useless.
const MOST: usize = 64;

/// The longest life of a token.
const LONGEST: Duration = Duration::from_hours(1);

impl Admission {
    /// From now on the token with this hash lets in, once, until its time is over.
    pub(crate) fn admit(&mut self, hash: KeyHash, lifetime: Duration, now: Instant) {
        self.tokens.retain(|token| token.until > now);
        if self.tokens.len() >= MOST {
            self.tokens.remove(0);
        }
        self.tokens.push(Token {
            hash,
            until: now + lifetime.min(LONGEST),
        });
    }

    /// Whether the token would let in.
    pub(crate) fn knows(&self, hash: &KeyHash, now: Instant) -> bool {
        self.position(hash, now).is_some()
    }

    /// Uses a token up.
    pub(crate) fn spend(&mut self, hash: &KeyHash, now: Instant) {
        if let Some(position) = self.position(hash, now) {
            self.tokens.remove(position);
        }
    }

    fn position(&self, hash: &KeyHash, now: Instant) -> Option<usize> {
        let is_good = |token: &Token| token.until > now && token.hash.is(hash);
        self.tokens.iter().position(is_good)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn a_token_is_good_once() {
        let (mut admission, now) = (Admission::default(), Instant::now());
        let token = KeyHash::of("one");
        assert!(!admission.knows(&token, now));
        admission.admit(token, MINUTE, now);
        assert!(admission.knows(&token, now));
        admission.spend(&KeyHash::of("another"), now);
        assert!(admission.knows(&token, now));
        admission.spend(&token, now);
        assert!(!admission.knows(&token, now));
    }

    #[test]
    fn a_token_is_good_until_its_deadline() {
        let (mut admission, now) = (Admission::default(), Instant::now());
        let token = KeyHash::of("one");
        admission.admit(token, MINUTE, now);
        assert!(admission.knows(&token, now + MINUTE - Duration::from_millis(1)));
        assert!(!admission.knows(&token, now + MINUTE));
        admission.admit(token, Duration::MAX, now);
        assert!(!admission.knows(&token, now + LONGEST));
    }

    #[test]
    fn the_oldest_token_makes_room() {
        let (mut admission, now) = (Admission::default(), Instant::now());
        let token = |number: usize| KeyHash::of(&number.to_string());
        for number in 0..=MOST {
            admission.admit(token(number), MINUTE, now);
        }
        assert!(!admission.knows(&token(0), now));
        assert!((1..=MOST).all(|number| admission.knows(&token(number), now)));
        assert_eq!(admission.tokens.len(), MOST);
    }
}
