//! Completions and manual pages, made from the same definition as the help.

use std::process::Command;

use otel_inject_testing::programs::required;

use crate::offered::commands;
use crate::sandbox;

#[test]
fn completions_know_commands_and_options() {
    let (sandbox, commands) = (sandbox(), commands());
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = sandbox.run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{shell}");
        for word in commands.iter().map(String::as_str).chain(["disable-language", "exit-code"]) {
            assert!(run.text().contains(word), "{shell}: {word}");
        }
    }
    sandbox.run(&["completions", "cmd"]).expect(2, "");
}

/// Asks bash itself, where it is here.
#[test]
fn bash_completes_what_is_begun() {
    let Some(bash) = required("bash", &["--version"], "bash") else { return };
    let sandbox = sandbox();
    let script = sandbox.write("completions.bash", sandbox.run(&["completions", "bash"]).text());
    let ask = r#". "$0"; function=$(complete -p otel-inject | sed 's/.*-F \([^ ]*\).*/\1/')
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); $function otel-inject "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
        echo "${COMPREPLY[@]}""#;
    for (words, completed) in
        [(&["otel-inject", "ima"][..], "images\n"), (&["otel-inject", "patch", "--form"], "--format\n")]
    {
        let mut ask_bash = Command::new(&bash);
        ask_bash.args(["--norc", "-c", ask]).arg(&script).args(words);
        sandbox.feed(&mut ask_bash, b"").expect(0, completed);
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let sandbox = sandbox();
    let run = sandbox.run(&["man"]);
    assert!(run.code == Some(0) && run.text().contains(".TH otel-inject 1"), "{}", run.text());
    for command in commands() {
        let run = sandbox.run(&["man", &command]);
        let title = format!(".TH otel-inject-{command} 1");
        assert!(run.code == Some(0) && run.text().contains(&title), "{}", run.text());
        assert!(run.text().contains("Examples:"), "{}", run.text());
    }
    sandbox.run(&["man", "gone"]).expect(2, "");
}
