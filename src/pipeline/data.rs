//! What linguists and users may edit, as one value: the languages of quotes, spellings, and the words whose change alters a text.

use crate::boilerplate::FurnitureData;
use crate::error::{Error, Result};
use crate::matching::Alterations;
use crate::quotes::{LanguageData, Orthography};
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The data of all languages.
#[derive(Debug, Clone)]
pub struct Data {
    /// Marks, verbs of saying, titles and names.
    pub languages: LanguageData,
    /// Spelling variants and common words.
    pub orthography: Orthography,
    /// Numbers and negations.
    pub alterations: Alterations,
    /// What furniture says.
    pub furniture: Arc<FurnitureData>,
}

impl Data {
    /// What nearprint ships.
    pub fn shipped() -> Arc<Data> {
        static SHIPPED: LazyLock<Arc<Data>> = LazyLock::new(|| {
            Arc::new(Data {
                languages: LanguageData::builtin(),
                orthography: Orthography::shipped(),
                alterations: Alterations::shipped(),
                furniture: FurnitureData::shipped(),
            })
        });
        Arc::clone(&SHIPPED)
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
        Ok(Data {
            languages: LanguageData::with_files(&languages, names.as_deref())?,
            orthography: Orthography::with_files(&spellings)?,
            alterations: match alterations {
                Some(text) => Alterations::parse(&text)?,
                None => Alterations::shipped(),
            },
            furniture: match furniture.is_empty() {
                true => FurnitureData::shipped(),
                false => Arc::new(FurnitureData::with_files(&furniture)?),
            },
        })
    }
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
        assert_eq!(data.languages.languages().last().unwrap().name, "Esperanto");
        let words = |text: &str| text.split(' ').map(crate::text::hash_normal_word).collect::<Vec<_>>();
        assert!(data.alterations.alter(&words("du"), &words("tri")));
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
