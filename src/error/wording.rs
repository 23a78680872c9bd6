//! What each kind of error says, in English and Chinese.

use super::kind::{ErrorKind, FetchFailure, Noun, Position};
use crate::message;
use crate::text::Message;

pub(super) fn message(kind: &ErrorKind) -> Message {
    match kind {
        ErrorKind::Usage { what } => what.clone(),
        ErrorKind::NotFound { noun, name, .. } => {
            let Message { en, zh } = noun_name(*noun);
            message!("no {en} is called {name:?}", "没有名为 {name:?} 的{zh}")
        }
        ErrorKind::Ambiguous { noun, name, .. } => {
            let Message { en, zh } = noun_name(*noun);
            message!("more than one {en} fits {name:?}", "有多个{zh}符合 {name:?}")
        }
        ErrorKind::Definition { file, position, what, .. } => {
            let (place, Message { en, zh }) = (place(*position), what);
            message!("{file}{place}: {en}", "{file}{place}：{zh}")
        }
        ErrorKind::Fetch { source_id, url, failure } => {
            let Message { en, zh } = failure_text(failure);
            message!("{source_id}: cannot fetch {url}: {en}", "{source_id}：无法获取 {url}：{zh}")
        }
        ErrorKind::Send { target, host, failure } => {
            let Message { en, zh } = failure_text(failure);
            message!("cannot send to {target} ({host}): {en}", "无法发送到 {target}（{host}）：{zh}")
        }
        ErrorKind::Unreadable { what, position, why } => {
            let (place, Message { en, zh }) = (place(*position), why);
            message!("{what}{place}: {en}", "{what}{place}：{zh}")
        }
        ErrorKind::Io { doing, path } => {
            let (path, Message { en, zh }) = (path.display(), doing);
            message!("cannot {en} {path}", "无法{zh} {path}")
        }
        ErrorKind::Archive { path, what } => {
            let (path, Message { en, zh }) = (path.display(), what);
            message!("archive {path}: {en}", "存档 {path}：{zh}")
        }
    }
}

pub(super) fn hint(kind: &ErrorKind) -> Option<Message> {
    match kind {
        ErrorKind::NotFound { suggestions, noun: Noun::Source | Noun::Board, .. } if suggestions.is_empty() => {
            Some(message!("`bangdan list` shows what there is", "运行 `bangdan list` 查看全部榜单"))
        }
        ErrorKind::NotFound { suggestions, .. } if suggestions.is_empty() => None,
        ErrorKind::NotFound { suggestions, .. } => {
            let (en, zh) = (suggestions.join(", "), suggestions.join("、"));
            Some(message!("did you mean {en}?", "是否指：{zh}？"))
        }
        ErrorKind::Ambiguous { candidates, .. } => {
            let (en, zh) = (candidates.join(", "), candidates.join("、"));
            Some(message!("name one of {en}", "请写明其中之一：{zh}"))
        }
        ErrorKind::Definition { suggestion: Some(key), .. } => {
            Some(message!("the nearest valid key is `{key}`", "最接近的有效键是 `{key}`"))
        }
        ErrorKind::Fetch { failure, .. } => failure_hint(failure),
        ErrorKind::Send { failure: FetchFailure::Status(401 | 403 | 404 | 410), .. } => {
            Some(message!("the address may have been withdrawn; make a new one", "该地址可能已失效，请重新创建"))
        }
        ErrorKind::Send { .. } => Some(message!(
            "nothing of it is recorded as sent; run it again to send it",
            "未记录为已发送；重新运行即可再次发送"
        )),
        _ => None,
    }
}

fn place(position: Option<Position>) -> String {
    position.map_or_else(String::new, |Position { line, column }| format!(":{line}:{column}"))
}

fn noun_name(noun: Noun) -> Message {
    match noun {
        Noun::Source => message!("source", "来源"),
        Noun::Board => message!("board", "榜单"),
        Noun::Edition => message!("edition", "期次"),
        Noun::Model => message!("model", "模型"),
        Noun::Developer => message!("developer", "开发者"),
        Noun::Metric => message!("metric", "指标"),
        Noun::Capture => message!("capture", "抓取记录"),
    }
}

pub(super) fn failure_text(failure: &FetchFailure) -> Message {
    match failure {
        FetchFailure::Connect => message!("no connection", "无法连接"),
        FetchFailure::Timeout(seconds) => message!("nothing came for {seconds} s", "{seconds} 秒内没有收到数据"),
        FetchFailure::Lost => message!("the connection broke off before an answer", "连接在收到响应前中断"),
        FetchFailure::TooSlow(seconds) => {
            message!("the answer was not complete after {seconds} s", "{seconds} 秒后响应仍未完成")
        }
        FetchFailure::Status(status) => message!("the server answered {status}", "服务器返回 {status}"),
        FetchFailure::Limited(until) => message!(
            "the server lets no more requests through until {until}",
            "服务器的请求配额已用完，{until} 之后才能继续"
        ),
        FetchFailure::Truncated => message!("the body ended early", "响应正文不完整"),
        FetchFailure::TooLarge(limit) => {
            let (most, unit, unit_zh) =
                if *limit < 1 << 20 { (*limit, "bytes", "字节") } else { (limit >> 20, "MB", "MB") };
            message!(
                "the body has more than {most} {unit}, the most that is read",
                "响应正文超过可读取的上限 {most} {unit_zh}"
            )
        }
        FetchFailure::TooManyRedirects(limit) => message!("more than {limit} redirects", "重定向超过 {limit} 次"),
        FetchFailure::ForbiddenAddress(address) => {
            message!(
                "it leads to {address}, where no leaderboard is read from",
                "它指向 {address}，不允许从该地址读取榜单"
            )
        }
        FetchFailure::Robots => message!("robots.txt asks not to", "robots.txt 不允许"),
        FetchFailure::RobotsUnknown => message!(
            "robots.txt could not be read, so nothing else is requested from this host",
            "无法读取 robots.txt，因此不再请求该主机"
        ),
        FetchFailure::Unbound(name) => {
            message!("its address needs {name}, which no answer gave", "其地址需要 {name}，但没有响应提供该值")
        }
        FetchFailure::TooManyAddresses(limit) => message!(
            "the values read for it give more than {limit} addresses, so none is requested",
            "读取到的值对应 {limit} 个以上的地址，因此均未请求"
        ),
        FetchFailure::TooManyPages(most) => {
            message!(
                "page {most} is the last that the definition allows, and more follow",
                "已达定义允许的 {most} 页，但后面还有"
            )
        }
        FetchFailure::Unexpected(what) => what.clone(),
        FetchFailure::KeyMissing(variable) => {
            message!("the environment variable {variable} is not set", "环境变量 {variable} 未设置")
        }
        FetchFailure::NotRecorded => message!("the replayed archive has nothing of it", "回放的存档中没有该资源"),
    }
}

fn failure_hint(failure: &FetchFailure) -> Option<Message> {
    match failure {
        FetchFailure::Connect | FetchFailure::Lost | FetchFailure::Timeout(_) => Some(message!(
            "check the network and the proxy variables (HTTPS_PROXY)",
            "请检查网络与代理变量（HTTPS_PROXY）"
        )),
        FetchFailure::Status(403 | 429) => {
            Some(message!("the publisher asks to slow down; try again later", "发布方要求降低频率，请稍后再试"))
        }
        FetchFailure::Limited(_) => Some(message!(
            "run it again then: what is held is not asked for again; for GitHub, GITHUB_TOKEN raises the limit",
            "届时重新运行即可，已有内容不会重复请求；对 GitHub，设置 GITHUB_TOKEN 可提高配额"
        )),
        FetchFailure::TooManyPages(_) => {
            Some(message!("raise `most` of the resource's `page`", "请调高该资源 `page` 的 `most`"))
        }
        FetchFailure::KeyMissing(variable) => Some(message!("export {variable}=…", "请设置 export {variable}=…")),
        _ => None,
    }
}
