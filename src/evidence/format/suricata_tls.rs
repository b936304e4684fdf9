//! What Suricata says of a TLS 1.3 handshake.
//!
//! A client's fingerprint follows from its program. Which program asks is drawn from the client's address
//! and the server's name, so that the same host talks to the same service in the same way each time. JA3 is
//! the MD5 of the text beside it; JA4 (`FoxIO`, BSD licence) was computed from the same lists.

use core::net::IpAddr;

use super::text::{Put as _, drawn, spread};

/// How a client begins a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Client {
    /// JA3: version, ciphers, extensions, curves and point formats.
    pub(super) ja3: &'static str,
    /// Its MD5.
    pub(super) ja3_hash: &'static str,
    /// JA4.
    pub(super) ja4: &'static str,
}

/// OpenSSL with HTTP/2, as curl uses it; Go; Python; `GnuTLS`.
pub(super) const CLIENTS: [Client; 4] = [
    Client {
        ja3: "771,4866-4867-4865-49196-49200-159-52393-52392-52394-49195-49199-158-49188-49192-107-49187-49191-103-49162-49172-57-49161-49171-51-157-156-61-60-53-47-255,0-11-10-13172-16-22-23-49-13-43-45-51-21,29-23-30-25-24,0-1-2",
        ja3_hash: "f436b9416f37d134cadd04886327d3e8",
        ja4: "t13d3113h2_e8f1e7e78f70_ce5650b735ce",
    },
    Client {
        ja3: "771,49195-49199-49196-49200-52393-52392-49161-49171-49162-49172-156-157-47-53-49170-10-4865-4866-4867,0-5-10-11-13-65281-16-18-43-51,29-23-24-25,0",
        ja3_hash: "3fed133de60c35724739b913924b6c24",
        ja4: "t13d1910h2_9dc949149365_97f8aa674fd9",
    },
    Client {
        ja3: "771,4866-4867-4865-49196-49200-49195-49199-52393-52392-49188-49192-49187-49191-159-158-107-103-255,0-11-10-35-22-23-13-43-45-51,29-23-30-25-24,0-1-2",
        ja3_hash: "b5ad3a151ee2f18a4c1baa5afc9e075f",
        ja4: "t13d181000_85036bcba153_78f1d400d464",
    },
    Client {
        ja3: "771,4866-4867-4865-4868-49196-52393-49325-49162-49195-49324-49161-49200-52392-49172-49199-49171-157-49309-53-156-49308-47-159-52394-49311-57-158-49310-51,5-10-11-13-22-23-35-51-43-65281-0-45-16,23-24-25-29-30,0",
        ja3_hash: "fac59e3582f7087e76b6030a8a7ff587",
        ja4: "t13d2913h1_723694b0fccc_ab2d952b23fe",
    },
];

/// A server's answer as JA3S, and its MD5.
const SERVER: (&str, &str) = ("771,4866,43-51", "15af977ce25de452b96affa2addb1036");

/// How a host talks to a service.
pub(super) fn client(ip: IpAddr, name: &str) -> &'static Client {
    let address = match ip {
        IpAddr::V4(ip) => u64::from(u32::from(ip)),
        IpAddr::V6(ip) => drawn_from(u128::from(ip)),
    };
    let number = usize::try_from(spread(address ^ drawn(name)) % 4).unwrap_or_default();
    let [first, ..] = &CLIENTS;
    CLIENTS.get(number).unwrap_or(first)
}

fn drawn_from(bits: u128) -> u64 {
    let half = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default();
    half(bits >> 64) ^ half(bits)
}

/// The inside of the object `tls`; alerts have no JA4 in it.
pub(super) fn write(line: &mut Vec<u8>, client: &Client, name: &str, ja4: bool) {
    line.put("\"sni\":\"")
        .json(name)
        .put("\",\"version\":\"TLS 1.3\",\"ja3\":{\"hash\":\"")
        .put(client.ja3_hash)
        .put("\",\"string\":\"")
        .put(client.ja3)
        .put("\"},\"ja3s\":{\"hash\":\"")
        .put(SERVER.1)
        .put("\",\"string\":\"")
        .put(SERVER.0)
        .put("\"}");
    if ja4 {
        line.put(",\"ja4\":\"").put(client.ja4).put("\"");
    }
}

#[cfg(test)]
mod tests {
    use md5::{Digest as _, Md5};

    use super::*;
    use crate::evidence::samples::hex;

    #[test]
    fn hashes_are_those_of_their_texts() {
        for client in &CLIENTS {
            assert_eq!(hex(&Md5::digest(client.ja3)), client.ja3_hash);
        }
        assert_eq!(hex(&Md5::digest(SERVER.0)), SERVER.1);
    }
}
