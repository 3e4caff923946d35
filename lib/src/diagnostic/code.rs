//! The codes of what is said: stable names for scripts, each with a sentence for people.

use std::fmt;

/// What a code is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What is wrong with the inputs.
    Input,
    /// What is wrong with the configuration or the arguments.
    Configuration,
    /// Why a workload is refused.
    Refusal,
    /// Why a workload is left as it is, or its injection taken back.
    Skip,
    /// Why a container is passed over, or a language left out.
    ContainerSkip,
    /// What a verification says of a workload.
    Verdict,
    /// What else to know about an injection.
    Note,
    /// What came of an earlier injection that is taken back.
    Removal,
    /// What `explain` looks at on the way to a decision.
    Step,
}

impl Topic {
    /// All of them.
    pub const ALL: &[Topic] = &[
        Topic::Input,
        Topic::Configuration,
        Topic::Refusal,
        Topic::Skip,
        Topic::ContainerSkip,
        Topic::Verdict,
        Topic::Note,
        Topic::Removal,
        Topic::Step,
    ];

    /// A heading for its codes.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Topic::Input => "What is wrong with the inputs",
            Topic::Configuration => "What is wrong with the configuration or the arguments",
            Topic::Refusal => "Why a workload is refused",
            Topic::Skip => "Why a workload is left as it is, or its injection taken back",
            Topic::ContainerSkip => "Why a container is passed over, or a language left out",
            Topic::Verdict => "What a verification says of a workload",
            Topic::Note => "What else to know about an injection",
            Topic::Removal => "What came of an earlier injection that is taken back",
            Topic::Step => "What `explain` looks at on the way to a decision",
        }
    }
}

macro_rules! codes {
    ($($topic:ident { $($code:ident, $text:literal, $description:literal;)* })*) => {
        /// What is said, as a stable name. The rules of the linter have names of their own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $description] $code,)*)*
        }

        impl Code {
            /// All of them, by topic.
            pub const ALL: &[Code] = &[$($(Code::$code,)*)*];

            /// Its name in kebab-case, for scripts to match.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($(Code::$code => $text,)*)*
                }
            }

            /// What it says, in one sentence.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self {
                    $($(Code::$code => $description,)*)*
                }
            }

            /// What it is about.
            #[must_use]
            pub fn topic(self) -> Topic {
                match self {
                    $($(Code::$code)|* => Topic::$topic,)*
                }
            }
        }
    };
}

codes! {
    Input {
        InternalError, "internal-error", "otel-inject has a bug; please report it.";
        Syntax, "syntax", "A document is not valid YAML or JSON.";
        Unreadable, "unreadable",
            "A document is valid YAML, but Kubernetes couldn't read it, for example because a key stands twice.";
        NoDocument, "no-document", "The input holds no YAML or JSON document.";
        NotEditable, "not-editable", "A change can't be written without damaging the document.";
        ResourceListData, "resource-list-data",
            "A ResourceList among other files is data for some function, so nothing in it is looked at.";
        LeftOut, "left-out",
            "Something asks for injection in a file or an object that is left out, such as a patch or a Helm chart.";
        ReferenceUnused, "reference-unused",
            "A file or folder given with `-i` holds no Instrumentation and nothing else that is looked up there.";
        InstrumentationDoubtful, "instrumentation-doubtful", "A field of an Instrumentation is probably a mistake.";
        NamespaceInInput, "namespace-in-input",
            "A Namespace in the configuration is also in the input, whose annotations count.";
        NamespaceConflict, "namespace-conflict",
            "A Namespace is in several folders with different annotations, and none of them is nearer to the workload.";
    }
    Configuration {
        ConfigInvalid, "config-invalid", "The configuration has a mistake, so nothing is done.";
        ConfigDoubtful, "config-doubtful", "A field of the configuration is probably a mistake.";
        ConfigMode, "config-mode", "The `mode` of the configuration contradicts the command.";
        ConfigTwice, "config-twice", "There is a second configuration.";
        ConfigUnused, "config-unused", "An OtelInject among the manifests has no effect there.";
        RulesTwice, "rules-twice", "The configuration has rules, and the arguments make another one.";
        KindUnknown, "kind-unknown", "The arguments select a kind of workload that doesn't exist.";
        NothingSelected, "nothing-selected", "The arguments select none of the workloads.";
        ArgumentWithoutEffect, "argument-without-effect",
            "`--inject` or `--container` takes effect in none of the workloads that the arguments select.";
        NativeModules, "native-modules",
            "Python's agent is mounted as an image, and container runtimes may refuse to load native modules from there.";
    }
    Refusal {
        InstrumentationNotFound, "instrumentation-not-found",
            "The Instrumentation that is asked for is not among the inputs.";
        InstrumentationAmbiguous, "instrumentation-ambiguous",
            "Several Instrumentations fit, and nothing says which one is meant.";
        InstrumentationInvalid, "instrumentation-invalid", "The Instrumentation that is asked for has mistakes.";
        InstrumentationConflict, "instrumentation-conflict",
            "One Instrumentation is given twice, with different specs, and neither is nearer to the workload.";
        ContainerNamesInvalid, "container-names-invalid",
            "A list of containers has characters that the operator refuses.";
        MountPathShared, "mount-path-shared", "A rule mounts the agents of two languages at one path.";
        MountPathUnused, "mount-path-unused",
            "A rule sets `mountPath` for a language that mounts no agent at a path of its own.";
        DeliveryUnfit, "delivery-unfit",
            "The configuration mounts agents as images, and something that is asked for can't be.";
        MalformedWorkload, "malformed-workload", "The workload doesn't have the shape that Kubernetes asks for.";
        RecordUnusable, "record-unusable",
            "The record of the earlier injection is damaged, or a later version wrote it.";
    }
    Skip {
        NotAsked, "not-asked", "Nothing asks for injection.";
        AnnotationOnWorkload, "annotation-on-workload",
            "The annotation is on the workload's own metadata; the operator reads that of the pod template.";
        AlreadyInjected, "already-injected", "The pod counts as instrumented already.";
        WithoutRecord, "without-record",
            "The workload is injected without a record; `remove --by-name` takes such an injection back.";
        LanguageOff, "language-off", "A language is asked for and switched off.";
        ContainersAmbiguous, "containers-ambiguous",
            "Several languages are asked for and one has no list of containers, or a list names a container twice.";
        WindowsPod, "windows-pod", "The pod runs on Windows, and the agents are for Linux.";
        KnativeRefuses, "knative-refuses", "Knative's webhook refuses what would be injected into the Service.";
        NothingToDo, "nothing-to-do", "No container can be instrumented.";
        LocalConfig, "local-config", "The object is local configuration, not meant for a cluster.";
    }
    ContainerSkip {
        EnvValueFromConflict, "env-value-from-conflict", "A variable that injection extends comes from `valueFrom`.";
        TakenForInjected, "taken-for-injected", "Something written by hand makes the operator take a pod or container for instrumented.";
        UnknownSetting, "unknown-setting", "An annotation has a value that the operator doesn't know.";
        GoSharedPidOff, "go-shared-pid-off",
            "The pod says `shareProcessNamespace: false`, and the agent has to see the program's process.";
        GoSeveralContainers, "go-several-containers", "A list names several containers, and the agent looks into one.";
        GoTargetMissing, "go-target-missing", "Nothing says which executable the agent looks into.";
        ContainerNameUnknown, "container-name-unknown", "A list names no container of the pod.";
        NoneSelected, "none-selected", "A rule selects no container of the pod.";
        InitContainer, "init-container", "A list names an init container, and the language can't be injected into one.";
    }
    Verdict {
        Current, "current", "The workload is as injection makes it.";
        InjectionUnknown, "injection-unknown",
            "The workload is injected, and nothing among the inputs tells whether the injection is up to date.";
        NotInjected, "not-injected", "The workload asks for injection but isn't injected.";
        InjectionIncomplete, "injection-incomplete", "Something is gone that the record of the injection lists.";
        InjectionOutdated, "injection-outdated", "Injecting again would change the workload.";
    }
    Note {
        AskedElsewhere, "asked-elsewhere",
            "A configuration or command line that is not in this run asked for the injection, so it stays as it is.";
        NamespaceUnknown, "namespace-unknown",
            "The workload or the Instrumentation names no namespace, so the only one that fits was taken.";
        AliasWrittenOut, "alias-written-out", "A YAML alias is written out, because what it stands for changes here.";
        AgentNotLoaded, "agent-not-loaded",
            "A variable that loads the agent comes from `valueFrom`, so the agent isn't loaded.";
        CommandNoList, "command-no-list", "A command isn't wrapped, because it is not a list.";
        CommandNotPython, "command-not-python",
            "A command isn't wrapped, because Python isn't injected into its container.";
        CommandNotVisible, "command-not-visible",
            "A command isn't wrapped, because it is the image's and not in the manifest.";
        CommandWrappedAlready, "command-wrapped-already", "A command is wrapped already.";
        MountHidesAgent, "mount-hides-agent", "A mount hides what the agent has there.";
        MountReplaced, "mount-replaced",
            "A mount of the server's configuration gives way to a copy with the agent in it.";
        MountTwice, "mount-twice",
            "A container has a mount where a rule mounts the agent; Kubernetes refuses such a pod.";
        NoAgent, "no-agent", "A container gets the variables only, because there is one agent a pod.";
        NodeSelectorKept, "node-selector-kept",
            "A node selector of the pod stays, although a rule has another value for it.";
        NotAdded, "not-added", "A list or mapping of the pod has the wrong type, so nothing is added to it.";
        ResourceAttributesValueFrom, "resource-attributes-value-from",
            "`OTEL_RESOURCE_ATTRIBUTES` comes from `valueFrom`, so it isn't extended.";
        TlsSourceUnknown, "tls-source-unknown",
            "A Secret or ConfigMap that the exporter's `tls` names is not among the inputs.";
        VolumeMissing, "volume-missing",
            "A container mounts a volume that the pod doesn't have; Kubernetes refuses such a pod.";
        VolumeTwice, "volume-twice", "A volume of the pod has the name of the agent's; Kubernetes refuses such a pod.";
    }
    Removal {
        EditedBecomesYours, "edited-becomes-yours", "Something injected was edited by hand, and is kept as yours.";
        EditedPiecesCut, "edited-pieces-cut",
            "A value was edited by hand: what was injected is cut out, and the rest is kept.";
        EditedWrittenAnew, "edited-written-anew", "Something injected was edited by hand, and is written anew.";
        EditedTaken, "edited-taken", "A mount was edited by hand, and is taken away with its volume.";
        EditedLeft, "edited-left", "Something injected was edited by hand, and is left as it is.";
        InjectionLeft, "injection-left", "Something of the injection is left; remove it by hand, or with `--by-name`.";
        RemovedByName, "removed-by-name",
            "What has the operator's names was removed, without a record that tells what had been there.";
    }
    Step {
        WorkloadNamespace, "workload-namespace", "The workload's namespace.";
        NamespaceNotGiven, "namespace-not-given", "The workload's Namespace is not among the inputs.";
        NamespaceChosen, "namespace-chosen", "Which of several Namespaces of that name counts.";
        Record, "record", "The record of an earlier injection.";
        Rule, "rule", "A rule, and whether it is for the workload.";
        Instrumented, "instrumented", "Whether the pod counts as instrumented.";
        PodTemplate, "pod-template", "What the pod template's annotations say of a language.";
        Namespace, "namespace", "What the Namespace's annotations say of a language.";
        RuleAsks, "rule-asks", "What a rule says of a language.";
        Asked, "asked", "A language is asked for.";
        OnWorkload, "on-workload", "An annotation is where nothing reads it.";
        BelongsHere, "belongs-here", "Where such an annotation belongs.";
        Instrumentation, "instrumentation", "The Instrumentation that is taken.";
        Candidate, "candidate", "An Instrumentation that is not taken.";
        ContainerList, "container-list", "A list of containers.";
        Containers, "containers", "The containers that a language is injected into.";
        Command, "command", "A command that a rule wraps.";
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
