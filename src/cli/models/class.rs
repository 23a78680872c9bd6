//! Classes of models as people type them.

use crate::identity::Class;
use clap::ValueEnum;

/// A class of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClassArgument {
    /// Language models (大语言模型)
    #[value(alias = "大语言模型")]
    Llm,
    /// Vision models (视觉大模型)
    #[value(alias = "视觉大模型")]
    Vision,
    /// Models of several modalities (多模态大模型)
    #[value(alias = "多模态大模型")]
    Multimodal,
    /// Models that decide and play (决策大模型)
    #[value(alias = "决策大模型")]
    Decision,
    /// Models of one industry (行业垂直大模型)
    #[value(alias = "行业垂直大模型")]
    VerticalIndustry,
}

impl ClassArgument {
    /// What was meant.
    pub(in crate::cli) fn class(self) -> Class {
        match self {
            ClassArgument::Llm => Class::Llm,
            ClassArgument::Vision => Class::Vision,
            ClassArgument::Multimodal => Class::Multimodal,
            ClassArgument::Decision => Class::Decision,
            ClassArgument::VerticalIndustry => Class::VerticalIndustry,
        }
    }
}
