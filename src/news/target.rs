//! What kinds of webhooks there are: their templates, limits, and how they say that they took a message.

use super::words::cut;
use crate::fetch::Verdict;
use crate::message;
use crate::text::{nearest, printable_line};
use serde::Deserialize;

/// A kind of webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// A custom bot of Feishu (飞书) or Lark.
    Feishu,
    /// An incoming webhook of Slack.
    Slack,
    /// Anything else: what it answers does not matter, only the status.
    Json,
}

/// How much a message may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of JSON.
    pub bytes: usize,
    /// Pieces of news.
    pub items: usize,
    /// Messages at one time; what is left is counted in the last of them.
    pub messages: usize,
}

impl Flavour {
    /// The names by which they are asked for.
    pub const NAMES: [&str; 3] = ["feishu", "slack", "json"];

    /// The kind of this name; `lark` is Feishu.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Flavour> {
        match name {
            "feishu" | "lark" => Some(Flavour::Feishu),
            "slack" => Some(Flavour::Slack),
            "json" => Some(Flavour::Json),
            _ => None,
        }
    }

    /// The name of a kind that is likely meant.
    #[must_use]
    pub fn likeliest(name: &str) -> Option<String> {
        nearest(name, Flavour::NAMES).into_iter().next()
    }

    /// The kind that an address tells of.
    #[must_use]
    pub fn of_address(address: &str) -> Flavour {
        let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        match host.as_str() {
            "open.feishu.cn" | "open.larksuite.com" => Flavour::Feishu,
            "hooks.slack.com" => Flavour::Slack,
            _ => Flavour::Json,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Flavour::Feishu => "feishu",
            Flavour::Slack => "slack",
            Flavour::Json => "json",
        }
    }

    /// The template that comes with the program.
    #[must_use]
    pub fn template(self) -> &'static str {
        match self {
            Flavour::Feishu => include_str!("data/feishu.json"),
            Flavour::Slack => include_str!("data/slack.json"),
            Flavour::Json => include_str!("data/json.json"),
        }
    }

    /// Its limits. Feishu takes 20 KB and Slack 50 blocks; both are kept well below.
    #[must_use]
    pub fn limits(self) -> Limits {
        match self {
            Flavour::Feishu => Limits { bytes: 18_000, items: 40, messages: 5 },
            Flavour::Slack => Limits { bytes: 100_000, items: 40, messages: 5 },
            Flavour::Json => Limits { bytes: 1 << 20, items: 1_000, messages: 5 },
        }
    }

    /// What an answer with a status of success means.
    #[must_use]
    pub fn verdict(self, body: &[u8]) -> Verdict {
        match self {
            Flavour::Json => Verdict::Taken,
            Flavour::Slack if body.trim_ascii() == b"ok" => Verdict::Taken,
            Flavour::Slack => Verdict::Refused(message!(
                "its answer is not `ok`, so it was no Slack webhook that answered",
                "其响应不是 `ok`，应答者不是 Slack webhook"
            )),
            Flavour::Feishu => feishu(body),
        }
    }
}

/// Feishu answers 200 to everything, and says in the body what came of it.
fn feishu(body: &[u8]) -> Verdict {
    #[derive(Deserialize)]
    struct Answer {
        code: Option<i64>,
        #[serde(rename = "StatusCode")]
        status: Option<i64>,
        #[serde(default)]
        msg: String,
    }
    let Ok(answer) = serde_json::from_slice::<Answer>(body) else {
        return Verdict::Refused(message!(
            "its answer cannot be read, so it was no Feishu bot that answered",
            "其响应无法读取，应答者不是飞书机器人"
        ));
    };
    let Some(code) = answer.code.or(answer.status) else {
        return Verdict::Refused(message!("its answer has no code", "其响应没有 code"));
    };
    let said = cut(&printable_line(&answer.msg), 160);
    let what = message!("Feishu answers {code}: {said}", "飞书返回 {code}：{said}");
    let advice = |en: &str, zh: &str| {
        let crate::text::Message { en: what, zh: what_zh } = what.clone();
        Verdict::Refused(message!("{what} ({en})", "{what_zh}（{zh}）"))
    };
    match code {
        0 => Verdict::Taken,
        // Too many messages.
        9499 | 11232 => Verdict::Later(what),
        19021 => advice("the secret is another, or the clock is wrong", "签名密钥不符，或本机时钟有误"),
        19022 => advice("the bot takes messages from other addresses only", "本机 IP 不在机器人的白名单中"),
        19024 => advice("the bot asks for a keyword; add it to the template", "机器人要求关键词，请将其写入模板"),
        _ => Verdict::Refused(what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feishu_says_in_the_body_whether_it_took_a_message() {
        let verdict = |body: &str| Flavour::Feishu.verdict(body.as_bytes());
        assert_eq!(verdict(r#"{"code":0,"msg":"success","data":{}}"#), Verdict::Taken);
        assert_eq!(verdict(r#"{"StatusCode":0,"StatusMessage":"success"}"#), Verdict::Taken);
        assert!(matches!(verdict(r#"{"code":11232,"msg":"frequency limited"}"#), Verdict::Later(_)));
        for refused in [r#"{"code":19021,"msg":"sign match fail"}"#, "{}", "", "<html>", r#"{"msg":"ok"}"#, "null"] {
            assert!(matches!(verdict(refused), Verdict::Refused(_)), "{refused}");
        }
        assert_eq!(Flavour::Slack.verdict(b"ok\n"), Verdict::Taken);
        assert!(matches!(Flavour::Slack.verdict(b"<html>"), Verdict::Refused(_)));
        assert_eq!(Flavour::Json.verdict(b""), Verdict::Taken);
    }

    #[test]
    fn an_address_tells_what_it_is() {
        assert_eq!(Flavour::of_address("https://open.feishu.cn/open-apis/bot/v2/hook/x"), Flavour::Feishu);
        assert_eq!(Flavour::of_address("https://hooks.slack.com/services/T/B/x"), Flavour::Slack);
        assert_eq!(Flavour::of_address("https://open.feishu.cn.evil.example/"), Flavour::Json);
    }
}
