//! What endpoints are for.

/// What telemetry is sent to an endpoint: each signal may have one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// Every signal that has no endpoint of its own.
    All,
    /// Traces.
    Traces,
    /// Metrics.
    Metrics,
    /// Logs.
    Logs,
}

impl Signal {
    /// All of them, the most general first.
    pub const EACH: [Self; 4] = [Self::All, Self::Traces, Self::Metrics, Self::Logs];
    /// Those that are a single signal.
    pub const SINGLE: [Self; 3] = [Self::Traces, Self::Metrics, Self::Logs];

    /// The variable that gives the endpoint.
    #[must_use]
    pub fn endpoint_variable(self) -> &'static str {
        match self {
            Self::All => "OTEL_EXPORTER_OTLP_ENDPOINT",
            Self::Traces => "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            Self::Metrics => "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
            Self::Logs => "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
        }
    }

    /// The variable that gives the protocol.
    #[must_use]
    pub fn protocol_variable(self) -> &'static str {
        match self {
            Self::All => "OTEL_EXPORTER_OTLP_PROTOCOL",
            Self::Traces => "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
            Self::Metrics => "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
            Self::Logs => "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL",
        }
    }

    /// The variable that chooses the exporter. There is none for all signals.
    #[must_use]
    pub fn exporter_variable(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Traces => Some("OTEL_TRACES_EXPORTER"),
            Self::Metrics => Some("OTEL_METRICS_EXPORTER"),
            Self::Logs => Some("OTEL_LOGS_EXPORTER"),
        }
    }

    /// The path of a single signal over HTTP. SDKs append it to the endpoint for all of them.
    #[must_use]
    pub fn path(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Traces => Some("/v1/traces"),
            Self::Metrics => Some("/v1/metrics"),
            Self::Logs => Some("/v1/logs"),
        }
    }
}
