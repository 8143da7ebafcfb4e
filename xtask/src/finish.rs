//! The last step of the console's build, Trunk's post-build hook: it makes the page fit for a
//! strict Content-Security-Policy.
//!
//! Trunk starts the program from an inline script, which such a policy forbids. Each inline script
//! moves to a file of its own, named after its content and tied to the page by an `integrity`
//! attribute, and the policy goes into the page itself, so that it holds on any static host.

use anyhow::{Context, Result, bail};
use base64::{Engine, prelude::BASE64_STANDARD};
use lol_html::{RewriteStrSettings, element, html_content::ContentType, rewrite_str, text};
use sha2::{Digest, Sha384};
use std::{cell::RefCell, fmt::Write as _, fs, path::PathBuf, process::ExitCode};

use crate::workspace::Workspace;

/// What the page may do. `frame-ancestors` is missing because a `meta` element cannot carry it: the
/// service sends it.
const POLICY: &[&str] = &[
    "default-src 'none'",
    // WebAssembly may be compiled; JavaScript may not be made from text.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    // The person chooses the service and its regions, so their addresses are not known here. A session's server is spoken to
    // by a WebSocket, for which not every browser takes the star.
    "connect-src * ws: wss:",
    // The sandbox's.
    "worker-src 'self'",
    "manifest-src 'self'",
    // Where the browser has Trusted Types, no text becomes markup or a script, whatever code asks for it.
    // The one policy lets through the address of the sandbox's worker and no other: see `src/console/sandbox.mjs`.
    "require-trusted-types-for 'script'",
    "trusted-types sandbox",
    "base-uri 'none'",
    "form-action 'none'",
];

/// How the script that reloads the page under `trunk serve` is known. Trunk fills in its address on
/// each request, so it has to stay in the page, and only such a page may hold inline scripts.
const RELOAD_MARK: &str = "{{__TRUNK_ADDRESS__}}";

/// A page and the scripts taken out of it.
#[derive(Debug)]
struct Finished {
    html: String,
    scripts: Vec<Script>,
}

/// An inline script that became a file.
#[derive(Debug, Clone, PartialEq)]
struct Script {
    name: String,
    integrity: String,
    text: String,
}

/// Finishes the page in Trunk's staging folder.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("this runs as Trunk's hook: TRUNK_STAGING_DIR is not set")?;
    let page = workspace.root().join(folder).join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
    let finished = finish(&html).context("finishing the console's page")?;
    for script in &finished.scripts {
        let file = page.with_file_name(&script.name);
        fs::write(&file, &script.text).with_context(|| format!("writing {}", file.display()))?;
    }
    fs::write(&page, finished.html).with_context(|| format!("writing {}", page.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn finish(html: &str) -> Result<Finished> {
    let inline = inline_scripts(html)?;
    let reloads = inline.iter().any(|text| text.contains(RELOAD_MARK));
    let scripts: Vec<Option<Script>> = inline
        .into_iter()
        .map(|text| (!text.contains(RELOAD_MARK)).then(|| Script::new(text)))
        .collect();
    let html = rewrite(html, &policy(reloads), &scripts)?;
    Ok(Finished {
        html,
        scripts: scripts.into_iter().flatten().collect(),
    })
}

fn policy(reloads: bool) -> String {
    let policy = POLICY.join("; ");
    if reloads {
        return policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
    }
    policy
}

/// The scripts that a browser would run from the page itself; not blocks of data.
const INLINE: &str = "script:not([src]):not([type]), script:not([src])[type=''], \
                      script:not([src])[type='module'], script:not([src])[type='text/javascript']";

/// The texts of the inline scripts, in the page's order. What else the policy forbids is an error:
/// the page would silently lack it.
fn inline_scripts(html: &str) -> Result<Vec<String>> {
    let texts = RefCell::new(Vec::new());
    let forbidden = RefCell::new(Vec::new());
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!(INLINE, |_| {
            texts.borrow_mut().push(String::new());
            Ok(())
        }))
        .append_element_content_handler(text!(INLINE, |chunk| {
            if let Some(text) = texts.borrow_mut().last_mut() {
                text.push_str(chunk.as_str());
            }
            Ok(())
        }))
        .append_element_content_handler(element!("*", |element| {
            let tag = element.tag_name();
            let names = element
                .attributes()
                .iter()
                .map(lol_html::html_content::Attribute::name);
            let bad = names.filter(|name| name == "style" || name.starts_with("on"));
            forbidden
                .borrow_mut()
                .extend(bad.map(|name| format!("<{tag} {name}=…>")));
            if tag == "style" {
                forbidden.borrow_mut().push("<style>".to_owned());
            }
            Ok(())
        }));
    // Only read: what comes out is what went in.
    rewrite_str(html, settings)?;
    let forbidden = forbidden.into_inner();
    if !forbidden.is_empty() {
        bail!(
            "the Content-Security-Policy forbids {} in index.html",
            forbidden.join(", ")
        );
    }
    Ok(texts.into_inner())
}

/// Puts the policy first in the head, and a reference in place of each inline script that became a
/// file.
fn rewrite(html: &str, policy: &str, scripts: &[Option<Script>]) -> Result<String> {
    let meta = format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#);
    let mut heads = 0;
    let mut scripts = scripts.iter();
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("head", |head| {
            heads += 1;
            head.prepend(&meta, ContentType::Html);
            Ok(())
        }))
        .append_element_content_handler(element!(INLINE, |element| {
            if let Some(Some(script)) = scripts.next() {
                element.set_attribute("src", &format!("./{}", script.name))?;
                element.set_attribute("integrity", &script.integrity)?;
                element.set_inner_content("", ContentType::Text);
            }
            Ok(())
        }));
    // Browsers do not check what is preloaded for `fetch`, and warn about the attribute on every
    // visit.
    let settings = settings.append_element_content_handler(element!(
        "link[rel='preload'][as='fetch']",
        |link| {
            link.remove_attribute("integrity");
            Ok(())
        }
    ));
    let html = rewrite_str(html, settings)?;
    if heads != 1 {
        bail!("index.html needs exactly one <head>, for its Content-Security-Policy");
    }
    Ok(html)
}

impl Script {
    fn new(text: String) -> Self {
        let digest = Sha384::digest(text.as_bytes());
        let mut name = "loader-".to_owned();
        for byte in digest.iter().take(8) {
            // Writing to a String cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        name.push_str(".js");
        Self {
            name,
            integrity: format!("sha384-{}", BASE64_STANDARD.encode(digest)),
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>t</title>
<link rel="modulepreload" href="./console-1.js" integrity="sha384-x">
<link rel="preload" href="./console-1_bg.wasm" as="fetch" integrity="sha384-y"></head>
<body><script type="module">import init from './console-1.js'; a < b && init();</script>
</body></html>"#;

    #[test]
    fn an_inline_script_becomes_a_file_with_its_integrity() {
        let finished = finish(PAGE).unwrap();
        let [script] = finished.scripts.as_slice() else {
            panic!("one script is expected")
        };
        assert_eq!(
            script.text,
            "import init from './console-1.js'; a < b && init();"
        );
        let reference = format!(
            r#"<script type="module" src="./{}" integrity="{}"></script>"#,
            script.name, script.integrity
        );
        assert!(finished.html.contains(&reference), "{}", finished.html);
        assert!(!finished.html.contains("import init"));
    }

    /// The page begins with them before the texts are loaded, and nothing is to change when they are.
    #[test]
    fn the_first_words_are_those_of_the_sign_in_page() {
        let (page, texts) = (
            include_str!("../../index.html"),
            include_str!("../../www/locales/en.ftl"),
        );
        for id in ["product = ", "sign-in-lead = "] {
            let text = texts.lines().find_map(|line| line.strip_prefix(id));
            assert!(page.contains(&format!(">{}<", text.unwrap())), "{id}");
        }
    }

    #[test]
    fn the_name_and_the_integrity_come_from_the_text() {
        let script = Script::new("alert(1)".to_owned());
        assert_eq!(script, Script::new("alert(1)".to_owned()));
        assert_ne!(script.name, Script::new("alert(2)".to_owned()).name);
        assert_eq!(script.name.len(), "loader-".len() + 16 + ".js".len());
    }

    #[test]
    fn the_policy_is_the_first_thing_in_the_head() {
        let html = finish(PAGE).unwrap().html;
        let meta =
            r#"<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; "#;
        assert!(html.contains(meta), "{html}");
        assert!(!html.contains("unsafe-inline"));
    }

    #[test]
    fn integrity_stays_only_where_browsers_check_it() {
        let html = finish(PAGE).unwrap().html;
        assert!(
            html.contains("sha384-x") && !html.contains("sha384-y"),
            "{html}"
        );
    }

    #[test]
    fn several_scripts_keep_their_order_and_others_stay() {
        let page = r#"<html><head><script>one</script><script src="./a.js"></script>
<script type="application/json">{"data":1}</script></head><body><script>two</script></body></html>"#;
        let finished = finish(page).unwrap();
        let texts: Vec<_> = finished
            .scripts
            .iter()
            .map(|script| script.text.as_str())
            .collect();
        assert_eq!(texts, ["one", "two"]);
        assert!(finished.html.contains(r#"<script src="./a.js"></script>"#));
        assert!(finished.html.contains(r#"{"data":1}"#));
        let first = finished.html.find(&finished.scripts[0].name);
        assert!(first < finished.html.find(&finished.scripts[1].name));
    }

    #[test]
    fn the_reload_script_of_development_stays_and_may_run() {
        let reload = "<script>const address = '{{__TRUNK_ADDRESS__}}';</script></body>";
        let finished = finish(&PAGE.replace("</body>", reload)).unwrap();
        assert_eq!(finished.scripts.len(), 1);
        assert!(
            finished
                .html
                .contains("const address = '{{__TRUNK_ADDRESS__}}';")
        );
        assert!(
            finished
                .html
                .contains("script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'")
        );
    }

    #[test]
    fn what_the_policy_would_drop_silently_is_an_error() {
        for bad in [
            "<style>a{}</style>",
            "<p style='color:red'>",
            "<p onclick='go()'>",
        ] {
            let page = PAGE.replace("<body>", &format!("<body>{bad}"));
            assert!(finish(&page).is_err(), "{bad}");
        }
        assert!(finish("<p>no head</p>").is_err());
    }
}
