//! The languages that the operator instruments, and how they differ as far as data tells it.

use std::fmt;

use super::Annotation;
use super::annotation::annotation;

/// What differs between languages as far as data tells it.
#[derive(Debug, PartialEq, Eq)]
pub struct LanguageFacts {
    /// The name, as in annotations.
    pub name: &'static str,
    /// The annotation that asks for it.
    pub inject: &'static str,
    /// The annotation that lists its containers.
    pub container_names: &'static str,
    /// The key of its settings in an Instrumentation's spec; `None` if it has no agent to be set up.
    pub spec_key: Option<&'static str>,
    /// Whether an operator with default settings injects it.
    pub on_by_default: bool,
    /// Whether init containers can be instrumented.
    pub init_containers: bool,
    /// Whether it goes into no more than one container of a pod.
    pub one_container: bool,
    /// The init containers by whose names the operator takes a pod for instrumented.
    pub init_container_signs: &'static [&'static str],
    /// The container by whose name it does.
    pub container_sign: Option<&'static str>,
    /// The volume from which variables have the agent loaded; `None` if it gets to the program in another way.
    pub volume: Option<AgentVolume>,
    /// How the agent is told which C library to work with; `None` if it is not told.
    pub platform: Option<Platform>,
    /// What tells the agent where to send telemetry.
    pub configured_by: ConfiguredBy,
    /// What the agent speaks where nothing else is given; `None` without an agent.
    pub protocol: Option<DefaultProtocol>,
}

/// The volume of an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgentVolume {
    /// Its name, which is that of the init container too.
    pub name: &'static str,
    /// Where it is mounted, unless a rule says otherwise.
    pub mount_path: &'static str,
    /// Whether it can be the agent's image: the agent works from where the image has it.
    pub can_be_image: bool,
}

/// A C library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Libc {
    /// glibc, as of Debian and Red Hat.
    Glibc,
    /// musl, as of Alpine.
    Musl,
}

/// How an agent is told which C library to work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Platform {
    /// The annotation that tells it.
    pub annotation: Annotation,
    /// Its value for glibc, which is meant without the annotation.
    pub glibc: &'static str,
    /// Its value for musl.
    pub musl: &'static str,
}

impl Libc {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Libc::Glibc => "glibc",
            Libc::Musl => "musl",
        }
    }
}

impl Platform {
    /// The C library that a value of the annotation means; `None` if the operator doesn't know it.
    #[must_use]
    pub fn libc(&self, value: &str) -> Option<Libc> {
        match value {
            "" => Some(Libc::Glibc),
            known if known == self.glibc => Some(Libc::Glibc),
            known if known == self.musl => Some(Libc::Musl),
            _ => None,
        }
    }

    /// The value of the annotation for a C library.
    #[must_use]
    pub fn value(&self, libc: Libc) -> &'static str {
        match libc {
            Libc::Glibc => self.glibc,
            Libc::Musl => self.musl,
        }
    }
}

/// What tells an agent where to send telemetry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfiguredBy {
    /// The variables of the container that it is injected into.
    Container,
    /// The variables of a container of its own.
    AgentContainer,
    /// The configuration of the server whose module it is.
    ServerConfiguration,
    /// Nothing here: the program has the SDK, and reads the variables by itself.
    Program,
}

/// The protocol of OTLP that an agent speaks where nothing else is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefaultProtocol {
    /// gRPC.
    Grpc,
    /// HTTP.
    Http,
    /// HTTP since this release of the agent, gRPC before.
    HttpSince(&'static [u32]),
}

/// Declares the languages, in the operator's order.
macro_rules! languages {
    ($($(#[$doc:meta])+ $language:ident: $facts:expr,)+) => {
        /// A language that the operator instruments, in its order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Language {
            $($(#[$doc])+ $language,)+
        }

        impl Language {
            /// All of them, in the operator's order.
            pub const ALL: [Language; [$(Language::$language),+].len()] = [$(Language::$language),+];

            /// What differs between them as far as data tells it.
            #[must_use]
            pub const fn facts(self) -> &'static LanguageFacts {
                match self {
                    $(Language::$language => &$facts,)+
                }
            }
        }
    };
}

languages! {
    /// Java.
    Java: LanguageFacts {
        name: "java",
        inject: annotation!("inject-java"),
        container_names: annotation!("java-container-names"),
        spec_key: Some("java"),
        on_by_default: true,
        init_containers: true,
        one_container: false,
        init_container_signs: &["opentelemetry-auto-instrumentation-java"],
        container_sign: None,
        volume: Some(AgentVolume {
            name: "opentelemetry-auto-instrumentation-java",
            mount_path: "/otel-auto-instrumentation-java",
            can_be_image: true,
        }),
        platform: None,
        configured_by: ConfiguredBy::Container,
        protocol: Some(DefaultProtocol::HttpSince(&[2])),
    },
    /// Node.js.
    Nodejs: LanguageFacts {
        name: "nodejs",
        inject: annotation!("inject-nodejs"),
        container_names: annotation!("nodejs-container-names"),
        spec_key: Some("nodejs"),
        on_by_default: true,
        init_containers: true,
        one_container: false,
        init_container_signs: &["opentelemetry-auto-instrumentation-nodejs"],
        container_sign: None,
        volume: Some(AgentVolume {
            name: "opentelemetry-auto-instrumentation-nodejs",
            mount_path: "/otel-auto-instrumentation-nodejs",
            can_be_image: true,
        }),
        platform: None,
        configured_by: ConfiguredBy::Container,
        protocol: Some(DefaultProtocol::HttpSince(&[0, 56])),
    },
    /// Python.
    Python: LanguageFacts {
        name: "python",
        inject: annotation!("inject-python"),
        container_names: annotation!("python-container-names"),
        spec_key: Some("python"),
        on_by_default: true,
        init_containers: true,
        one_container: false,
        init_container_signs: &["opentelemetry-auto-instrumentation-python"],
        container_sign: None,
        volume: Some(AgentVolume {
            name: "opentelemetry-auto-instrumentation-python",
            mount_path: "/otel-auto-instrumentation-python",
            can_be_image: true,
        }),
        platform: Some(Platform { annotation: Annotation::PythonPlatform, glibc: "glibc", musl: "musl" }),
        configured_by: ConfiguredBy::Container,
        protocol: Some(DefaultProtocol::Http),
    },
    /// .NET.
    Dotnet: LanguageFacts {
        name: "dotnet",
        inject: annotation!("inject-dotnet"),
        container_names: annotation!("dotnet-container-names"),
        spec_key: Some("dotnet"),
        on_by_default: true,
        init_containers: true,
        one_container: false,
        init_container_signs: &["opentelemetry-auto-instrumentation-dotnet"],
        container_sign: None,
        volume: Some(AgentVolume {
            name: "opentelemetry-auto-instrumentation-dotnet",
            mount_path: "/otel-auto-instrumentation-dotnet",
            can_be_image: false,
        }),
        platform: Some(Platform { annotation: Annotation::DotnetRuntime, glibc: "linux-x64", musl: "linux-musl-x64" }),
        configured_by: ConfiguredBy::Container,
        protocol: Some(DefaultProtocol::Http),
    },
    /// Go.
    Go: LanguageFacts {
        name: "go",
        inject: annotation!("inject-go"),
        container_names: annotation!("go-container-names"),
        spec_key: Some("go"),
        on_by_default: false,
        init_containers: false,
        one_container: true,
        init_container_signs: &[],
        container_sign: Some("opentelemetry-auto-instrumentation"),
        volume: None,
        platform: None,
        configured_by: ConfiguredBy::AgentContainer,
        protocol: Some(DefaultProtocol::Http),
    },
    /// The Apache HTTP server.
    ApacheHttpd: LanguageFacts {
        name: "apache-httpd",
        inject: annotation!("inject-apache-httpd"),
        container_names: annotation!("apache-httpd-container-names"),
        spec_key: Some("apacheHttpd"),
        on_by_default: true,
        init_containers: false,
        one_container: false,
        init_container_signs: &["otel-agent-source-container-clone", "otel-agent-attach-apache"],
        container_sign: None,
        volume: None,
        platform: None,
        configured_by: ConfiguredBy::ServerConfiguration,
        protocol: Some(DefaultProtocol::Grpc),
    },
    /// nginx.
    Nginx: LanguageFacts {
        name: "nginx",
        inject: annotation!("inject-nginx"),
        // That it is not called as the others is the operator's oversight.
        container_names: annotation!("inject-nginx-container-names"),
        spec_key: Some("nginx"),
        on_by_default: false,
        init_containers: false,
        one_container: false,
        // The one that attaches the agent is another oversight: the operator doesn't look for it.
        init_container_signs: &["otel-agent-source-container-clone"],
        container_sign: None,
        volume: None,
        platform: None,
        configured_by: ConfiguredBy::ServerConfiguration,
        protocol: Some(DefaultProtocol::Grpc),
    },
    /// The SDK's settings alone, for a program that has the SDK.
    Sdk: LanguageFacts {
        name: "sdk",
        inject: annotation!("inject-sdk"),
        container_names: annotation!("sdk-container-names"),
        spec_key: None,
        on_by_default: true,
        init_containers: true,
        one_container: false,
        init_container_signs: &[],
        container_sign: None,
        volume: None,
        platform: None,
        configured_by: ConfiguredBy::Program,
        protocol: None,
    },
}

impl Language {
    /// Its name, as in annotations.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }

    /// Whether it has an agent; the SDK's settings alone have none, and can be neither set up nor switched off.
    #[must_use]
    pub const fn has_agent(self) -> bool {
        self.facts().spec_key.is_some()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_found_by_its_name() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.name()), Some(language));
        }
        assert_eq!(Language::parse("apacheHttpd"), None);
    }

    #[test]
    fn a_platform_has_a_default_and_knows_no_other_value() {
        let python = Language::Python.facts().platform.expect("one");
        assert_eq!(
            ["", "glibc", "musl", "alpine"].map(|value| python.libc(value)),
            [Some(Libc::Glibc), Some(Libc::Glibc), Some(Libc::Musl), None]
        );
    }
}
