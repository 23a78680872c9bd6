//! Which recordings become fixtures.

use bangdan::schema::{ORGANIZATIONS_REWORDED, ROWS_LEFT_OUT};

/// Versions of a file of a repository, oldest first.
pub struct Readme {
    pub source: &'static str,
    pub resource: &'static str,
    /// The folder of the recordings.
    pub folder: &'static str,
    /// The beginnings of the recorded files' names.
    pub versions: &'static [&'static str],
}

const fn readme(source: &'static str, folder: &'static str, versions: &'static [&'static str]) -> Readme {
    Readme { source, resource: "readme", folder, versions }
}

/// A past edition as the authors archived it.
const fn past(resource: &'static str, versions: &'static [&'static str]) -> Readme {
    Readme { source: "superclue", resource, folder: "SuperCLUE/editions", versions }
}

pub const READMES: &[Readme] = &[
    readme(
        "superclue",
        "SuperCLUE",
        &[
            // Models as columns; fractions with a second header line; letters and doubts; no ranks.
            "README.67ba4b4",
            "README.42f046a",
            "README.2b40b23",
            "README.0240aaa",
            "README.0922278",
            "README.fe2db0f",
            "README.16ca1f2",
            "README.2c92c44",
            // Crowns and elves in the rank column; two editions under one heading.
            "README.17fe10a",
            "README.a7cd8f1",
            "README.c8623bd",
            "README.0724b6c",
            "README.c6b669b",
            "README.96b0749",
            "README.f4d95a1",
            "README.fb210d6",
            // Percentages in cells; two editions on one page; boards that existed for one month.
            "README.72dd909",
            "README.5a6f2ae",
            "README.0adb138",
            "README.bf261e4",
            "README.596308f",
            // Ties; a row one cell short.
            "README.59b9298",
            "README.2826df7",
            "README.43d4bda",
            "README.c02fc6c",
            "README.d6032ce",
            // Rows without ranks; a header one cell longer than its rows; equal tables in the last two.
            "README.bb1b61e",
            "README.67be855",
            "README.9d4b064",
            "README.b373b2a",
            "README.cd7f05e",
            "README.e734665",
        ],
    ),
    past("readme-2305", &["README_2305"]),
    past("readme-2306", &["README_2306"]),
    past("readme-2307", &["README_2307"]),
    past("readme-2308", &["README_2308"]),
    past("readme-2310", &["README_2310"]),
    past("readme-2311", &["README_2311"]),
    readme("superclue-agent", "SuperCLUE-Agent", &["README.3a1a9f1", "README.4ad6a91", "README.40e2aff"]),
    readme(
        "superclue-open",
        "SuperCLUE-Open",
        &["README.96f8ee1", "README.51ce0e0", "README.36e63dc", "README.142d4df"],
    ),
    readme(
        "superclue-safety",
        "SuperCLUE-Safety",
        &["README.4b3e91c", "README.d4a4e26", "README.9a20738", "README.bcd5ac4", "README.39ae3c0", "README.4f9a8ee"],
    ),
    readme("superclue-math6", "SuperCLUE-Math6", &["README.30bb9dc", "README.fcc4cc0"]),
    readme("superclue-code3", "SuperCLUE-Code3", &["README.bfc15ac", "README.6a1481d"]),
    readme("superclue-industry", "SuperCLUE-Industry", &["README.6acb084"]),
    readme(
        "superclue-auto",
        "SuperCLUE-Auto",
        &["README.bb17af7", "README.07c8206", "README.07c2494", "README.b1b2e41"],
    ),
    readme("superclue-llama2", "SuperCLUE-Llama2-Chinese", &["README.5fa9c6c", "README.f3f2c0a", "README.13b06ed"]),
    readme("math24o", "Math24o", &["README.f11c3cc", "README.3c127e5"]),
    readme(
        "clue",
        "CLUE",
        &[
            "README.0b08ff1",
            "README.00e68df",
            "README.849a136",
            "README.17f8313",
            "README.99bf5fc",
            "README.e1a019c",
            "README.ff19180",
            "README.22519e8",
            "README.508bbb5",
            "README.6bc5349",
            "README.9d23293",
        ],
    ),
    readme("fewclue", "FewCLUE", &["README.99e2181", "README.f2c2b1e"]),
    readme("zeroclue", "ZeroCLUE", &["README.9cd9f9d", "README.413c599"]),
    readme("kgclue", "KgCLUE", &["README.fdced0a", "README.90dcbf8"]),
    readme("kgcluebench", "KgCLUEbench", &["README.dfc90de", "README.073d2e0", "README.bece79c"]),
    readme("dataclue", "DataCLUE", &["README.0ed67cd", "README.e079de8"]),
    readme("qbqtc", "QBQTC", &["README.6f9fb35", "README.aee20bc", "README.37a90b8"]),
    readme("ocnli", "OCNLI", &["README.0a4e6b9", "README.881994a", "README.b53efde"]),
    readme("cluener2020", "CLUENER2020", &["README.4040dbd", "README.a12891c", "README.2e8fccd"]),
    readme("clge", "CLGE", &["README.f3a56cc", "README.d8c5341", "README.a2ad3c6"]),
    readme("lgeb", "LGEB", &["README.421770d", "README.97a1ea5"]),
    readme("cluepretrainedmodels", "CLUEPretrainedModels", &["README.dfa45ef", "README.1350f16"]),
    readme("clueemotionanalysis2020", "CLUEmotionAnalysis2020", &["README.ca30378", "README.ff1bc94"]),
    readme("cluecorpus2020", "CLUECorpus2020", &["README.498e9bb", "README.3809e61"]),
];

/// A workbook that was recorded sheet by sheet, or in part.
pub struct Workbook {
    pub source: &'static str,
    pub resource: &'static str,
    pub edition: &'static str,
    pub observed_at: &'static str,
    pub published_at: Option<&'static str>,
    /// Sheet names with the recorded files.
    pub sheets: &'static [(&'static str, &'static str)],
    /// Columns of the recording that hold nothing, or not what the publisher printed.
    pub drop: &'static [&'static str],
    /// Columns of the original that the recorder had left out.
    pub left_out: &'static [&'static str],
    /// Sheets of the original that the recorder had left out.
    pub left_out_sheets: &'static [&'static str],
    /// Anything else about it.
    pub remark: &'static str,
}

const PLAIN: Workbook = Workbook {
    source: "superclue",
    resource: "general",
    edition: "2026年3月",
    observed_at: "2026-04-29T21:31:51Z",
    published_at: None,
    sheets: &[],
    drop: &["provenance", "xlsx_row"],
    left_out: &[ORGANIZATIONS_REWORDED],
    left_out_sheets: &[],
    remark: "",
};

const PAGE: Workbook = Workbook {
    left_out: &["排名", "属地", "使用方式", "是否推理", "发布日期"],
    left_out_sheets: &["推理模型总排行榜", "基础模型总排行榜", "推理任务总排行榜", "开源排行榜"],
    remark: "; as the page rendered it, with two decimals",
    ..PLAIN
};

const JULY: Workbook = Workbook {
    left_out: &[],
    edition: "2026年7月",
    drop: &["provenance", "xlsx_row", "排名", "属地"],
    left_out_sheets: &["推理模型总排行榜", "推理任务总排行榜", "开源排行榜"],
    ..PLAIN
};

pub const WORKBOOKS: &[Workbook] = &[
    Workbook {
        edition: "2025年度测评",
        observed_at: "2026-02-04T00:00:00Z",
        sheets: &[("总排行榜", "superclue-general/2025年度测评.press-partial.csv")],
        drop: &["provenance", "数学推理", "代码生成"],
        left_out: &[
            "排名",
            "开/闭源",
            "数学推理",
            "幻觉控制",
            "科学推理",
            "精确指令遵循",
            "代码生成",
            "智能体(任务规划)",
            "属地",
            "使用方式",
            "是否推理",
            "发布日期",
            ROWS_LEFT_OUT,
        ],
        left_out_sheets: &["推理模型总排行榜", "基础模型总排行榜", "推理任务总排行榜", "开源排行榜"],
        remark: "; five of its rows, as quoted by the press",
        ..PLAIN
    },
    Workbook {
        observed_at: "2026-04-24T22:40:23Z",
        sheets: &[("总排行榜", "superclue-general/2026年3月.seen-2026-04-24.总排行榜.page.csv")],
        ..PAGE
    },
    Workbook {
        observed_at: "2026-04-27T08:06:59Z",
        sheets: &[("总排行榜", "superclue-general/2026年3月.seen-2026-04-27.总排行榜.page.csv")],
        ..PAGE
    },
    Workbook {
        sheets: &[
            ("总排行榜", "superclue-general/2026年3月.fetched-2026-04-30.总排行榜.json"),
            ("推理模型总排行榜", "superclue-general/2026年3月.fetched-2026-04-30.推理模型总排行榜.json"),
            ("基础模型总排行榜", "superclue-general/2026年3月.fetched-2026-04-30.基础模型总排行榜.json"),
            ("推理任务总排行榜", "superclue-general/2026年3月.fetched-2026-04-30.推理任务总排行榜.json"),
            ("开源排行榜", "superclue-general/2026年3月.fetched-2026-04-30.开源排行榜.json"),
        ],
        ..PLAIN
    },
    Workbook {
        observed_at: "2026-09-03T05:35:54Z",
        published_at: Some("2026-09-03T04:00:56Z"),
        sheets: &[("总排行榜", "superclue-general/2026年7月.fetched-2026-09-03.总排行榜.csv")],
        left_out: &["排名", "属地"],
        ..JULY
    },
    Workbook {
        observed_at: "2026-09-11T16:59:23Z",
        published_at: Some("2026-09-11T09:07:06Z"),
        sheets: &[("总排行榜", "superclue-general/2026年7月.fetched-2026-09-11.总排行榜.总分-only.csv")],
        left_out: &["排名", "数学推理", "幻觉控制", "科学推理", "精确指令遵循", "智能体编程", "智能体任务规划", "属地"],
        ..JULY
    },
    Workbook {
        source: "superclue-multimodal",
        resource: "image",
        observed_at: "2026-04-29T21:31:43Z",
        sheets: &[
            ("总榜", "superclue-multimodal/2026年3月.fetched-2026-04-30.image.总榜.json"),
            ("图像质量", "superclue-multimodal/2026年3月.fetched-2026-04-30.image.图像质量.json"),
            ("图文一致性", "superclue-multimodal/2026年3月.fetched-2026-04-30.image.图文一致性.json"),
            ("汉字生成", "superclue-multimodal/2026年3月.fetched-2026-04-30.image.汉字生成.json"),
            ("现实复现", "superclue-multimodal/2026年3月.fetched-2026-04-30.image.现实复现.json"),
            ("创作与推理", "superclue-multimodal/2026年3月.fetched-2026-04-30.image.创作与推理.json"),
        ],
        ..PLAIN
    },
    Workbook {
        source: "superclue-multimodal",
        resource: "edit",
        sheets: &[
            ("总榜", "superclue-multimodal/2026年3月.fetched-2026-04-30.edit.总榜.json"),
            ("通用能力", "superclue-multimodal/2026年3月.fetched-2026-04-30.edit.通用能力.json"),
            ("应用场景能力", "superclue-multimodal/2026年3月.fetched-2026-04-30.edit.应用场景能力.json"),
            ("测评模型列表", "superclue-multimodal/2026年3月.fetched-2026-04-30.edit.测评模型列表.json"),
        ],
        ..PLAIN
    },
    Workbook {
        source: "superclue-multimodal",
        resource: "vlm",
        edition: "2026年7月",
        observed_at: "2026-09-03T05:35:56Z",
        published_at: Some("2026-09-03T04:00:56Z"),
        sheets: &[("总榜", "superclue-multimodal/2026年7月.fetched-2026-09-03.VLM.总榜.总分-only.csv")],
        left_out: &["排名", "基础认知能力", "视觉推理能力", "视觉应用能力"],
        ..PLAIN
    },
    Workbook {
        source: "superclue-specialized",
        resource: "longcontext",
        edition: "2026年7月",
        observed_at: "2026-09-03T05:35:57Z",
        published_at: Some("2026-09-03T04:00:56Z"),
        sheets: &[("256K总榜", "superclue-specialized/2026年7月.fetched-2026-09-03.LongContext.256K总榜.csv")],
        left_out: &["排名"],
        left_out_sheets: &["1M总榜"],
        ..PLAIN
    },
];

/// Arena boards: resource, component and recorded file.
pub const ARENAS: &[(&str, &str, &str)] = &[
    ("t2v", "T2VBoard", "superclue-arena/multimodal_t2v.json"),
    ("i2v", "I2VBoard", "superclue-arena/multimodal_i2v.json"),
    ("r2v", "R2VBoard", "superclue-arena/multimodal_r2v.json"),
    ("tts", "TTSBoard", "superclue-arena/multimodal_tts.json"),
];
