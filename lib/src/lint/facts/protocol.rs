//! The protocols of OTLP.

/// A protocol of OTLP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// gRPC.
    Grpc,
    /// HTTP, with protobuf or JSON.
    Http,
}

impl Protocol {
    pub(super) fn of(text: &str) -> Option<Self> {
        match text {
            "grpc" => Some(Protocol::Grpc),
            "http/protobuf" | "http/json" => Some(Protocol::Http),
            _ => None,
        }
    }

    /// The name that people use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Protocol::Grpc => "gRPC",
            Protocol::Http => "HTTP",
        }
    }

    /// The port on which collectors receive it.
    #[must_use]
    pub fn port(self) -> &'static str {
        match self {
            Protocol::Grpc => "4317",
            Protocol::Http => "4318",
        }
    }
}
