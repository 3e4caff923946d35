//! The releases of the operator, and what changes from one to the next.

use super::{Language, Libc};

/// What a release of the operator injects where nobody says otherwise. What changes from one release to the next is a
/// field here, and whoever needs it asks the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// Its version, as it is tagged.
    pub version: &'static str,
    images: Images,
    profiler: Profiler,
}

/// The agents' images, in the operator's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Images {
    java: &'static str,
    nodejs: &'static str,
    python: &'static str,
    dotnet: &'static str,
    go: &'static str,
    apache_httpd: &'static str,
}

/// Where .NET finds its native profiler. The path goes with the image: no image has both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Profiler {
    glibc: &'static str,
    musl: &'static str,
}

impl Profiler {
    /// Since v0.157.0.
    const LINUX: Self = Self {
        glibc: "/otel-auto-instrumentation-dotnet/linux/OpenTelemetry.AutoInstrumentation.Native.so",
        musl: "/otel-auto-instrumentation-dotnet/linux-musl/OpenTelemetry.AutoInstrumentation.Native.so",
    };
}

/// The agents' images by their tags. The repositories are the same in all releases.
macro_rules! images {
    (java $java:literal, nodejs $nodejs:literal, python $python:literal, dotnet $dotnet:literal, go $go:literal,
     apache-httpd $apache_httpd:literal) => {
        Images {
            java: images!("operator/autoinstrumentation-java", $java),
            nodejs: images!("operator/autoinstrumentation-nodejs", $nodejs),
            python: images!("operator/autoinstrumentation-python", $python),
            dotnet: images!("operator/autoinstrumentation-dotnet", $dotnet),
            go: images!("go-instrumentation/autoinstrumentation-go", $go),
            apache_httpd: images!("operator/autoinstrumentation-apache-httpd", $apache_httpd),
        }
    };
    ($repository:literal, $tag:literal) => {
        concat!("ghcr.io/open-telemetry/opentelemetry-", $repository, ":", $tag)
    };
}

impl Release {
    /// The one that is followed where nobody names another.
    pub const LATEST: Release = Release {
        version: "v0.158.0",
        images: images!(
            java "2.30.0", nodejs "0.78.0", python "0.64b0", dotnet "1.16.0", go "v0.24.0", apache-httpd "1.0.4"
        ),
        profiler: Profiler::LINUX,
    };

    /// The image of a language's agent; `None` without an agent.
    #[must_use]
    pub const fn image(&self, language: Language) -> Option<&'static str> {
        Some(match language {
            Language::Java => self.images.java,
            Language::Nodejs => self.images.nodejs,
            Language::Python => self.images.python,
            Language::Dotnet => self.images.dotnet,
            Language::Go => self.images.go,
            // nginx has no image of its own; its module comes with Apache's.
            Language::ApacheHttpd | Language::Nginx => self.images.apache_httpd,
            Language::Sdk => return None,
        })
    }

    /// Where .NET finds its native profiler, in an image with a C library.
    #[must_use]
    pub const fn dotnet_profiler(&self, libc: Libc) -> &'static str {
        match libc {
            Libc::Glibc => self.profiler.glibc,
            Libc::Musl => self.profiler.musl,
        }
    }
}

impl Default for Release {
    fn default() -> Self {
        Self::LATEST
    }
}
