//! The inputs in `fixtures/`, found by what is there and never listed.

use std::fs;
use std::path::{Path, PathBuf};

use otel_inject::engine::{Engine, Role, Settings, Source, Task};
use otel_inject::operator::Language;

/// One input with all that belongs to it.
#[derive(Clone)]
pub struct Fixture {
    pub name: String,
    pub sources: Vec<Source>,
    pub settings: Settings,
    /// Whether the linter is to look for what is not injected.
    pub require_injected: bool,
    /// What a recorded case says of its outcome.
    pub expected: Option<serde_json::Value>,
}

/// What came of a run over a fixture: the text of its first source, or the codes of what is wrong.
pub type Done = Result<String, Vec<&'static str>>;

impl Fixture {
    pub fn text(&self) -> &str {
        &self.sources[0].text
    }

    /// Another text in the place of the input.
    pub fn with_text(&self, text: &str) -> Self {
        let mut sources = self.sources.clone();
        sources[0].text = text.to_owned();
        Self {
            name: self.name.clone(),
            sources,
            settings: self.settings.clone(),
            require_injected: self.require_injected,
            expected: self.expected.clone(),
        }
    }

    /// With the line ends of Windows.
    pub fn with_crlf(&self) -> Self {
        self.with_text(&self.text().replace("\r\n", "\n").replace('\n', "\r\n"))
    }

    pub fn engine(&self) -> Engine {
        Engine::load(self.sources.clone(), self.settings.clone())
    }

    pub fn run(&self, task: Task) -> Done {
        let engine = self.engine();
        let mut report = engine.run(task);
        if report.has_errors() {
            return Err(report.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect());
        }
        Ok(report.texts.swap_remove(0).to_string())
    }

    pub fn inject(&self) -> Done {
        self.run(Task::Inject)
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn source(path: &Path, role: Role) -> Source {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Source { name, text: read(path), role }
}

/// A folder as a fixture: `input.yaml` or `deployment.yaml`, beside it what `-i` and `--config`
/// would give, and arguments.
fn fixture(folder: &Path) -> Option<Fixture> {
    let input = ["input.yaml", "deployment.yaml"].iter().map(|name| folder.join(name)).find(|path| path.exists())?;
    let mut sources = vec![source(&input, Role::Input)];
    for reference in ["reference.yaml", "instrumentation.yaml"].iter().map(|name| folder.join(name)) {
        if reference.exists() {
            sources.push(source(&reference, Role::Reference));
        }
    }
    let config = folder.join("config.yaml");
    if config.exists() {
        sources.push(source(&config, Role::Config));
    }
    let mut settings = Settings::default();
    let arguments = fs::read_to_string(folder.join("args.txt")).unwrap_or_default();
    let mut require_injected = false;
    let mut arguments = arguments.lines();
    while let Some(argument) = arguments.next() {
        match argument {
            "--namespace" => settings.namespace = arguments.next().map(str::to_owned),
            "--disable-language" => settings.disabled_languages.extend(arguments.next().map(language)),
            "--require-injected" => require_injected = true,
            other => panic!("{}: unknown argument {other}", folder.display()),
        }
    }
    // A recorded case says itself which languages were off.
    let expected = fs::read_to_string(folder.join("expected.yaml")).ok();
    let expected: Option<serde_json::Value> =
        expected.map(|text| serde_yaml::from_str(&text).expect("a recorded case"));
    if let Some(expected) = &expected {
        settings.disabled_languages.extend(languages(&expected["disabledLanguages"]));
    }
    let name = folder.strip_prefix(root()).unwrap_or(folder).to_string_lossy().replace('\\', "/");
    Some(Fixture { name, sources, settings, require_injected, expected })
}

fn languages(list: &serde_json::Value) -> Vec<Language> {
    list.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).map(language).collect()
}

fn language(name: &str) -> Language {
    Language::parse(name).unwrap_or_else(|| panic!("{name} is no language"))
}

/// All fixtures below a folder, in the order of their names.
pub fn below(folder: &str) -> Vec<Fixture> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    assert!(!found.is_empty(), "no fixtures in {folder}");
    found
}

fn collect(folder: &Path, found: &mut Vec<Fixture>) {
    found.extend(fixture(folder));
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()).filter(|path| path.is_dir()))
        .collect();
    folders.sort();
    folders.iter().for_each(|folder| collect(folder, found));
}

/// The recorded random cases.
pub fn random() -> Vec<Fixture> {
    let lines = read(&root().join("parity/random.jsonl"));
    let case = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case a line");
        let text = case["input"].as_str().expect("an input").to_owned();
        Fixture {
            name: case["name"].as_str().expect("a name").to_owned(),
            sources: vec![Source { name: "input.yaml".to_owned(), text, role: Role::Input }],
            settings: Settings { disabled_languages: languages(&case["disabledLanguages"]), ..Settings::default() },
            require_injected: false,
            expected: Some(case),
        }
    };
    lines.lines().map(case).collect()
}
