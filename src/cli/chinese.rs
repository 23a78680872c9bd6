//! The help of every command in Chinese. A test holds it against the English one: nothing may be left out.

use clap::{Arg, ArgAction, Command};

/// Commands and arguments by path (`fetch`, `fetch.replay`), options of every command under `*`.
const WORDS: &[(&str, &str)] = &[
    ("", "榜单：读取大模型公开排行榜，保存每一期及其原始字节，回答谁排第几、发生了什么变化"),
    ("*.archive", "存档目录 [默认：向上最近的存档，否则为用户数据目录] [环境变量：BANGDAN_ARCHIVE]"),
    ("*.sources", "自定义来源文件所在目录，覆盖内置定义 [环境变量：BANGDAN_SOURCES]"),
    ("*.registry", "你对模型名称的决定（CSV）[默认：用户配置目录中的 registry.csv] [环境变量：BANGDAN_REGISTRY]"),
    ("*.lang", "消息与报告的语言：en 英文，zh 中文 [默认：系统语言]"),
    ("*.color", "颜色：auto 仅在终端且未设 NO_COLOR 时，always 总是，never 从不 [默认：auto]"),
    ("*.quiet", "只输出错误，不显示进度、说明与提示"),
    ("*.now", "“现在”的时间，用于计算是否过期 [默认：存档中最新的抓取时间]"),
    ("*.format", "结果的格式：terminal、markdown、html、csv、json [默认：terminal]"),
    ("*.output", "写入文件而不是标准输出"),
    ("*.as_of", "该日或该时刻（UTC）已公开的内容"),
    ("*.known_at", "该日或该时刻（UTC）存档已有的内容"),
    (
        "*.class",
        "只包括模型属于该类的行并说明未列出的行数：llm、vision、multimodal、decision、vertical-industry，或其中文名称",
    ),
    ("*.help", "显示帮助"),
    ("*.version", "显示版本"),
    ("list", "来源与榜单、存档中的内容及其新旧"),
    ("list.names", "只列出这些来源或榜单（id 或名称）"),
    ("fetch", "获取来源的最新页面，或从另一个存档读取"),
    ("fetch.names", "只获取这些来源（id 或名称）[默认：全部]"),
    ("fetch.replay", "从该存档读取字节而不访问网络"),
    ("fetch.from", "将保存的文件作为某个来源的资源地址所返回的内容"),
    ("fetch.resource", "该文件属于哪个资源 [默认：来源唯一的资源]"),
    ("fetch.all_editions", "重新检查每一个已知期次，而不只是最新的"),
    ("fetch.every", "持续运行：每隔该时间（6h、90m、1d）再次请求，直到被停止"),
    ("fetch.rounds", "运行若干轮后停止"),
    ("backfill", "从他人保存的记录中取得来源页面的历史版本"),
    ("backfill.source", "来源（id 或名称）"),
    ("backfill.files", "要读取的文件（记录为文件时）"),
    (
        "backfill.from",
        "谁保存了这些版本：git 仓库历史，github 经由其接口，wayback 网页存档，har 浏览器保存的文件，warc 爬虫保存的文件，editions 来源自身的各期",
    ),
    ("backfill.resource", "只取该资源"),
    ("backfill.since", "不取该日或该时刻（UTC）之前公开的版本"),
    ("backfill.until", "不取该日或该时刻（UTC）之后公开的版本"),
    ("backfill.dry_run", "只说明将取得什么，不写入存档"),
    ("backfill.repository", "仓库：目录或地址 [默认：资源地址所指的仓库]"),
    ("backfill.cache", "存放克隆的目录 [默认：用户缓存目录]"),
    ("backfill.server", "改为请求该服务器（同类），而非 api.github.com 或 web.archive.org"),
    ("backfill.pause", "两次请求之间的最短间隔：2s、500ms [默认：按对方要求]"),
    ("show", "按发布方原样显示一个榜单"),
    ("show.board", "榜单（id 或名称）"),
    ("show.edition", "期次 [默认：最新]"),
    ("diff", "一个榜单两个版本之间的变化"),
    ("diff.board", "榜单（id 或名称）"),
    ("diff.from", "较早的版本：期次或日期 [默认：后者之前的版本]"),
    ("diff.to", "较晚的版本：期次或日期 [默认：最新]"),
    ("diff.since", "该日期或时间（UTC）以来发生的一切：先汇总，再逐步列出"),
    ("diff.exit_code", "有变化时以 1 退出"),
    ("history", "一个模型在各榜单上的变化，或一个榜单的历史：名次、分数、榜首、事件"),
    ("history.name", "模型或榜单（名称或 id）"),
    ("history.board", "只看该榜单；未指定模型时即该榜单本身"),
    ("history.model", "模型（即使有同名榜单）"),
    ("history.top", "榜单图中显示前几名"),
    ("news", "各榜单的新动态，重要的在前"),
    ("news.names", "只包括这些来源或榜单（id 或名称）[默认：全部]"),
    ("news.since", "从该日、该时刻或该时长之前起：2026-07-20、7d、24h [默认：7 天]"),
    ("news.until", "截至该日或该时刻 [默认：现在]"),
    ("news.learnt", "将以上两者视为本存档获知的时间，而不是公开的时间"),
    ("news.rule", "只列出该规则的动态，可多次给出 [默认：全部规则]"),
    ("news.rules", "你的规则与 webhook 文件 [默认：用户配置目录中的 news.toml] [环境变量：BANGDAN_NEWS]"),
    ("news.webhook", "将尚未发送的动态发送到文件中的某个 webhook 或某个地址"),
    ("news.template", "webhook 的模板：feishu、slack、json 或文件 [默认：由地址判断]"),
    ("news.dry_run", "只显示将要发送的内容，不发送"),
    ("news.exit_code", "有动态时以 1 退出"),
    ("news.format", "结果的格式：terminal、markdown（周报）、html、csv、json、atom [默认：terminal]"),
    ("explain", "一个数字的出处：文件、行、列与原文"),
    ("explain.board", "榜单（id 或名称）"),
    ("explain.model", "模型（榜单上的名称或 id）"),
    ("explain.metric", "指标（id 或表头）"),
    ("explain.edition", "期次 [默认：含该模型的每一期]"),
    ("report", "生成总览与每个榜单的页面"),
    ("report.names", "只包括这些来源或榜单（id 或名称）[默认：全部]"),
    ("report.replay", "读取该存档，且不向其写入"),
    ("report.output", "页面所在目录 [默认：reports]"),
    ("export", "以统一格式导出数据"),
    ("export.names", "只包括这些来源或榜单（id 或名称）[默认：全部]"),
    ("export.layout", "long 每行一个分数，wide 每行一个条目 [默认：long]"),
    ("export.format", "格式：csv 或 json [默认：csv]"),
    ("export.history", "导出全部版本，而不只是各榜单的最新版本"),
    ("export.edition", "只导出该期次"),
    ("export.replay", "读取该存档，且不向其写入"),
    ("models", "模型登记表，以及榜单上的名称指哪个模型"),
    ("models.resolve", "榜单上的名称指哪个模型、如何运行，以及依据"),
    ("models.resolve.name", "榜单上的名称"),
    ("models.resolve.source", "来源（id 或名称），或名称表中的写法，如 SuperCLUE/README@2023-11"),
    ("models.resolve.board", "榜单（id 或名称）"),
    ("models.resolve.organization", "名称旁所列机构"),
    ("models.resolve.access", "榜单所列使用方式（API、网页、模型）"),
    ("models.resolve.at", "榜单的月份或日期：2023-11、2023-11-28"),
    ("models.resolve.explain", "同时给出文字依据，由强到弱"),
    (
        "models.resolve.input",
        "改为解析该 CSV 文件的 `raw_name` 列（`-` 读取标准输入），并使用其中的 `source`、`organization_as_shown` \
         和 `access_as_shown` 列；所有列原样保留",
    ),
    (
        "models.resolve.format",
        "结果的格式：terminal、markdown、html、csv、json [默认：terminal；使用 --input 时为 csv]",
    ),
    ("models.list", "登记表中的模型"),
    ("models.list.class", "只列出该类模型：llm、vision、multimodal、decision、vertical-industry，或其中文名称"),
    ("models.list.developer", "只列出该开发者的模型（id 或名称）"),
    ("models.list.country", "只列出开发者位于该国的模型（两位字母代码）"),
    ("models.list.open", "只列出已知权重开放的模型"),
    ("models.show", "一个模型及其各种名称，以及它当前所在的全部榜单"),
    ("models.show.model", "模型（id 或名称）"),
    ("models.show.replay", "读取该存档，且不向其写入"),
    ("models.search", "按 id、名称、别名或开发者中的词查找模型"),
    ("models.search.words", "模型的 id、名称、别名或开发者所含的词"),
    ("accept", "对被隔离的抓取作出有理由的人工决定"),
    ("accept.capture", "抓取的摘要或其唯一前缀（见 list、show、lint 的输出）"),
    ("accept.board", "只针对该榜单（id 或名称）[默认：所有隔离了它的榜单]"),
    ("accept.reason", "理由，随决定保存"),
    ("accept.who", "决定者，随决定保存"),
    ("accept.reject", "相反：该抓取虽被收录，但其实有误"),
    ("merge", "取得另一存档有而此存档没有的内容"),
    ("merge.other", "另一存档的文件夹，只读取"),
    ("pull", "经 HTTP 取得已发布的存档，只获取此处缺少的内容"),
    ("pull.from", "已发布存档所在文件夹的网址；若为本机文件夹则直接合并"),
    ("pull.forget", "对方已应要求移除的内容，此处若有也一并移除"),
    ("pull.at_most", "最多可获取的 MB 数 [默认：20480]"),
    ("forget", "应要求移除一份内容；保留其摘要与理由，不保留其数据"),
    ("forget.capture", "抓取内容的摘要，或其唯一前缀（见 explain 与网页的输出）"),
    ("forget.reason", "理由，随摘要保存，并在缺少其数据之处显示"),
    ("forget.who", "提出者或决定者，随理由保存"),
    ("verify", "检查存档是否完整"),
    ("verify.listing", "存档完整时重新写入 listing.jsonl，供他人通过 HTTP 获取存档"),
    ("rebuild", "由原始抓取重新生成全部派生数据"),
    ("lint", "用存档检验来源定义，或检查定义文件"),
    ("list.declared", "显示各来源及其指标的声明，无需存档"),
    ("doctor", "定义的预期与实际所得，以及最可能的修复"),
    ("doctor.source", "来源，按 id 或名称"),
    ("doctor.apply", "在全部抓取上试用修复并显示其影响；定义本身不变"),
    ("doctor.save", "将修复后的定义写入此文件"),
    ("lint.files", "要检查的定义文件 [默认：用存档检验全部定义]"),
    ("lint.try_on", "读取此文件或网址：有定义时检验之，无定义时草拟一份"),
    ("lint.format", "`--try` 所读内容的格式 [默认：自动判断]"),
    ("lint.edition", "`--try` 所读内容的期次（地址中写明期次时）"),
    ("lint.strict", "有提示时也以 1 退出，而不仅是拒收时"),
    ("init", "建立空存档"),
    ("init.folder", "目录 [默认：当前目录]"),
    ("models.suggest", "尚未判定的名称及其可能所指的模型，可输出为待填写的决定"),
    ("models.suggest.limit", "列出多少个名称，最有价值的在前 [默认：50]"),
    ("models.suggest.source", "只看该来源（id 或名称）榜单上的名称"),
    ("models.suggest.replay", "读取该存档，且不向其写入"),
    ("models.try", "一份决定文件会给存档的历史带来哪些变化"),
    ("models.try.overlay", "决定文件"),
    ("models.try.exit_code", "有变化时以 1 退出"),
    ("models.try.replay", "读取该存档，且不向其写入"),
    ("completions", "输出 shell 补全脚本"),
    ("completions.shell", "shell 名称：bash、elvish、fish、powershell、zsh"),
    ("man", "输出手册页"),
];

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The same command line with its help in Chinese.
pub(super) fn translated(command: Command) -> Command {
    within(command, "")
}

/// A command and all its subcommands.
fn within(command: Command, path: &str) -> Command {
    let command = translate(command, path);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        command.mut_subcommand(name, move |sub| within(sub, &path))
    })
}

fn translate(command: Command, path: &str) -> Command {
    let usage = command.clone().render_usage().to_string();
    let program = match path.rsplit_once('.') {
        _ if path.is_empty() => String::new(),
        Some((above, _)) => format!("bangdan {} ", above.replace('.', " ")),
        None => "bangdan ".to_owned(),
    };
    let usage = usage.replace("Usage: ", &program).replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>");
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助").help_heading("选项");
    let mut command = command
        .help_template(TEMPLATE)
        .override_usage(usage)
        .subcommand_help_heading("命令")
        .disable_help_flag(true)
        .arg(help);
    if let Some(about) = words(path) {
        command = command.about(about).long_about(about);
    }
    let example = command.get_after_help().map(|text| text.to_string().replace("Example: ", "示例："));
    if let Some(example) = example {
        command = command.after_help(example);
    }
    let path = path.to_owned();
    command.mut_args(move |argument| {
        let id = argument.get_id().as_str().to_owned();
        let heading = if argument.is_positional() { "参数" } else { "选项" };
        // What clap adds to a help text is English: the Chinese texts name values and defaults themselves.
        let mut argument = argument.help_heading(heading);
        if argument.get_action().takes_values() {
            argument = argument.hide_possible_values(true).hide_default_value(true).hide_env(true);
        }
        match words(&format!("{path}.{id}")).or_else(|| words(&format!("*.{id}"))) {
            Some(text) => argument.help(text).long_help(text),
            None => argument,
        }
    })
}

fn words(path: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::cli::args::Arguments;
    use clap::{Command, CommandFactory};

    #[test]
    fn every_command_and_argument_has_chinese_help() {
        let command = Arguments::command();
        let mut left_out = Vec::new();
        look(&command, "", &mut left_out);
        assert!(left_out.is_empty(), "{left_out:?}");
    }

    fn look(command: &Command, path: &str, left_out: &mut Vec<String>) {
        if words(path).is_none() {
            left_out.push(path.to_owned());
        }
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            if words(&format!("{path}.{id}")).or_else(|| words(&format!("*.{id}"))).is_none() {
                left_out.push(format!("{path}.{id}"));
            }
        }
        for sub in command.get_subcommands() {
            let name = sub.get_name();
            look(sub, &if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }, left_out);
        }
    }
}
