//! `volume-size-and-claim`

use crate::diagnostic::Severity;
use crate::instrumentation::{About, Mistake, field_place};
use crate::lint::{Findings, Input, Rule};
use crate::operator::Language;

/// ## What it does
///
/// Finds Instrumentations that give `volumeLimitSize` and `volumeClaimTemplate` for one language.
///
/// ## Why is this bad?
///
/// One is the size of an `emptyDir`, the other stands in its place. The operator refuses such an Instrumentation, and
/// workloads that name it are not instrumented.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   python:
///     volumeLimitSize: 500Mi
///     volumeClaimTemplate:
///       spec:
///         accessModes: [ReadWriteOnce]
///         resources: {requests: {storage: 500Mi}}
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   python:
///     volumeClaimTemplate:
///       spec:
///         accessModes: [ReadWriteOnce]
///         resources: {requests: {storage: 500Mi}}
/// ```
///
/// ## References
///
/// - [The operator's API](https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/instrumentations.md)
pub struct VolumeSizeAndClaim;

impl Rule for VolumeSizeAndClaim {
    const ID: &'static str = "volume-size-and-claim";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for instrumentation in input.instrumentations() {
            let spec = &instrumentation.settings.spec;
            for language in Language::ALL {
                let Some(settings) = spec.settings(language) else { continue };
                if settings.volume_limit_size.is_none() || settings.volume_claim_template.is_none() {
                    continue;
                }
                let size = field_place(Some(language), "volumeLimitSize");
                let claim = field_place(Some(language), "volumeClaimTemplate");
                let is_it = |mistake: &&Mistake| mistake.about == About::Volume && mistake.at == size;
                for mistake in instrumentation.mistakes.iter().filter(is_it) {
                    found
                        .add(instrumentation.key(&size), mistake.message.as_str())
                        .also(instrumentation.key(&claim), "the other is here")
                        .help(mistake.help.as_str());
                }
            }
        }
    }
}
