//! `tls-inconsistent`

use crate::diagnostic::Severity;
use crate::instrumentation::About;
use crate::lint::{Findings, Input, Rule};
use crate::pointer::{Pointer, Step};

/// ## What it does
///
/// Finds `tls` settings of an Instrumentation that contradict each other: without an `https://` endpoint, a client certificate
/// without its key or a key without its certificate, and files of a Secret or ConfigMap that isn't named.
///
/// ## Why is this bad?
///
/// Without `https://`, telemetry is sent unencrypted or not at all. If a file isn't mounted, the exporter can't read it and
/// doesn't start.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   exporter:
///     endpoint: http://collector:4318
///     tls:
///       ca_file: ca.crt
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   exporter:
///     endpoint: https://collector:4318
///     tls:
///       configMapName: ca-bundle
///       ca_file: ca.crt
/// ```
///
/// ## References
///
/// - [The operator's API](https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/instrumentations.md)
pub struct TlsInconsistent;

impl Rule for TlsInconsistent {
    const ID: &'static str = "tls-inconsistent";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for one in input.instrumentations() {
            let Some(tls) = &one.settings.spec.exporter.tls else { continue };
            for mistake in one.mistakes.iter().filter(|mistake| mistake.about == About::Tls) {
                found.add(one.place(&mistake.at), mistake.message.as_str()).help(mistake.help.as_str());
            }
            let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
            let (secret, config_map) = (given(&tls.secret_name), given(&tls.config_map_name));
            for (field, file, is_mounted, help) in [
                ("ca_file", &tls.ca_file, secret || config_map, "name the ConfigMap or Secret that has it"),
                ("cert_file", &tls.cert_file, secret, "name the Secret that has it in secretName"),
                ("key_file", &tls.key_file, secret, "name the Secret that has it in secretName"),
            ] {
                let Some(file) = file.as_deref().filter(|file| !file.is_empty() && !file.starts_with('/')) else {
                    continue;
                };
                if !is_mounted {
                    let at = Pointer::keys(&["spec", "exporter", "tls"]).join(Step::Key(field.into()));
                    found.add(one.place(&at), format!("nothing that is mounted has {file}")).help(help);
                }
            }
        }
    }
}
