//! Where telemetry is sent, and how.

mod endpoint_missing;
mod endpoint_path;
mod endpoint_scheme_missing;
mod endpoint_service_not_found;
mod otlp_port_protocol_mismatch;
mod tls_inconsistent;
mod tls_secret_missing;

use crate::lint::rule::RuleInfo;

/// The rules of this group.
#[rustfmt::skip]
pub(super) const RULES: &[&RuleInfo] = &[
    rule!(endpoint_missing::EndpointMissing),
    rule!(endpoint_path::EndpointPath),
    rule!(endpoint_scheme_missing::EndpointSchemeMissing),
    rule!(endpoint_service_not_found::EndpointServiceNotFound),
    rule!(otlp_port_protocol_mismatch::OtlpPortProtocolMismatch),
    rule!(tls_inconsistent::TlsInconsistent),
    rule!(tls_secret_missing::TlsSecretMissing),
];
