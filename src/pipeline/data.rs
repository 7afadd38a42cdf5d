//! What linguists and users may edit, as one value: the languages of quotes, spellings, and the words whose change alters a text.

use crate::boilerplate::FurnitureData;
use crate::error::{Error, Result};
use crate::matching::Alterations;
use crate::quotes::{LanguageData, Orthography};
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

/// The data of all languages. What nearprint ships is read when it is first asked for.
#[derive(Debug, Clone, Default)]
pub struct Data {
    languages: OnceLock<LanguageData>,
    orthography: OnceLock<Orthography>,
    alterations: OnceLock<Alterations>,
    furniture: OnceLock<FurnitureData>,
}

impl Data {
    /// What nearprint ships.
    pub fn shipped() -> Arc<Data> {
        static SHIPPED: LazyLock<Arc<Data>> = LazyLock::new(Arc::default);
        Arc::clone(&SHIPPED)
    }

    /// Marks, verbs of saying, titles and names.
    pub fn languages(&self) -> &LanguageData {
        self.languages.get_or_init(LanguageData::builtin)
    }

    /// Spelling variants and common words.
    pub fn orthography(&self) -> &Orthography {
        self.orthography.get_or_init(Orthography::shipped)
    }

    /// Numbers and negations.
    pub fn alterations(&self) -> &Alterations {
        self.alterations.get_or_init(Alterations::shipped)
    }

    /// What furniture says.
    pub fn furniture(&self) -> &FurnitureData {
        self.furniture.get_or_init(FurnitureData::shipped)
    }

    /// What nearprint ships, with the files of a folder that is laid out as `data/` is: `quotes/<code>.toml`, `spellings/<code>.toml` and `boilerplate/<code>.toml`
    /// replace the language of that code or add one, `names.toml` and `alterations.toml` replace those files.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the folder or a file cannot be read, [`Error::Parameter`] when it holds none of these files or one is not in the format.
    pub fn with_folder(folder: &Path) -> Result<Data> {
        let languages = files(&folder.join("quotes"))?;
        let spellings = files(&folder.join("spellings"))?;
        let furniture = files(&folder.join("boilerplate"))?;
        let names = file(&folder.join("names.toml"))?;
        let alterations = file(&folder.join("alterations.toml"))?;
        let nothing = languages.is_empty() && spellings.is_empty() && furniture.is_empty();
        if nothing && names.is_none() && alterations.is_none() {
            std::fs::read_dir(folder).map_err(Error::io("read", folder))?;
            let why = format!(
                "folder `{}` holds none of quotes/*.toml, spellings/*.toml, boilerplate/*.toml, names.toml, alterations.toml",
                folder.display()
            );
            return Err(Error::Parameter { name: "data", why });
        }
        let more_quotes = !languages.is_empty() || names.is_some();
        Ok(Data {
            languages: given(more_quotes.then(|| LanguageData::with_files(&languages, names.as_deref())))?,
            orthography: given((!spellings.is_empty()).then(|| Orthography::with_files(&spellings)))?,
            alterations: given(alterations.map(|text| Alterations::parse(&text)))?,
            furniture: given((!furniture.is_empty()).then(|| FurnitureData::with_files(&furniture)))?,
        })
    }
}

/// What is given; else what nearprint ships is to be read.
fn given<T>(value: Option<Result<T>>) -> Result<OnceLock<T>> {
    Ok(value.transpose()?.map_or_else(OnceLock::new, OnceLock::from))
}

/// A file that need not be there.
fn file(path: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io("read", path)(e)),
    }
}

/// The TOML files of a folder that need not be there, as (stem, text) in the order of their names.
fn files(folder: &Path) -> Result<Vec<(String, String)>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Error::io("read", folder)(e)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(Error::io("read", folder))?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).map_err(Error::io("read", &path))?;
            files.push((path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default(), text));
        }
    }
    // The system lists a folder in any order.
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_adds_and_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let refused = |folder: &Path| Data::with_folder(folder).unwrap_err().to_string();
        assert!(refused(folder.path()).contains("holds none of"), "{}", refused(folder.path()));
        assert!(refused(&folder.path().join("nowhere")).contains("nowhere"));
        std::fs::create_dir(folder.path().join("quotes")).unwrap();
        std::fs::write(folder.path().join("quotes/eo.toml"), "name = \"Esperanto\"").unwrap();
        std::fs::write(folder.path().join("quotes/readme.txt"), "nothing").unwrap();
        std::fs::write(folder.path().join("alterations.toml"), "[eo]\nnumbers = [\"du\"]").unwrap();
        let data = Data::with_folder(folder.path()).unwrap();
        assert_eq!(data.languages().languages().last().unwrap().name, "Esperanto");
        let words = |text: &str| text.split(' ').map(crate::text::hash_normal_word).collect::<Vec<_>>();
        assert!(data.alterations().alter(&words("du"), &words("tri")));
        std::fs::create_dir(folder.path().join("spellings")).unwrap();
        std::fs::write(folder.path().join("spellings/eo.toml"), "ruls = 1").unwrap();
        let error = refused(folder.path());
        assert!(error.contains("eo") && error.contains("ruls"), "{error}");
        std::fs::remove_dir_all(folder.path().join("spellings")).unwrap();
        std::fs::create_dir(folder.path().join("boilerplate")).unwrap();
        std::fs::write(folder.path().join("boilerplate/eo.toml"), "[share]\nwhole = 1").unwrap();
        let error = refused(folder.path());
        assert!(error.contains("boilerplate/eo.toml"), "{error}");
    }
}
