//! A folder that is written beside its place and put there when all of it is whole.

use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder on its way.
#[derive(Debug)]
pub struct OutputFolder {
    to: PathBuf,
    beside: TempDir,
}

impl OutputFolder {
    /// Begins a folder that is to stand at `to`. What stands there already may be replaced only if it is empty, or if `ours` knows every file in it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the folder beside cannot be made, or when something stands in the place that is not ours.
    pub fn create(to: &Path, ours: impl Fn(&Path) -> BTreeSet<PathBuf>) -> Result<OutputFolder> {
        if to.exists() {
            let known = ours(to);
            if let Some(foreign) = files_below(to)?.into_iter().find(|file| !known.contains(file)) {
                let why = format!(
                    "it holds `{}`, which an earlier run did not write: name another folder",
                    foreign.display()
                );
                return Err(Error::io("replace", to)(io::Error::new(io::ErrorKind::AlreadyExists, why)));
            }
        }
        let parent = match to.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
        let beside = tempfile::Builder::new().prefix(".nearprint-").tempdir_in(parent);
        Ok(OutputFolder { to: to.to_path_buf(), beside: beside.map_err(Error::io("write to", parent))? })
    }

    /// Where this file of the folder is to be written; the folders above it are there.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn path(&self, name: &str) -> Result<PathBuf> {
        let path = self.beside.path().join("new").join(name);
        let parent = path.parent().unwrap_or(&path);
        std::fs::create_dir_all(parent).map_err(Error::io("create", self.to.join(name)))?;
        Ok(path)
    }

    /// Puts the folder in its place. What stood there goes; if this is broken off, the old one or none is left.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn publish(self) -> Result<()> {
        let new = self.beside.path().join("new");
        std::fs::create_dir_all(&new).map_err(Error::io("create", &self.to))?;
        if self.to.exists() {
            std::fs::rename(&self.to, self.beside.path().join("old")).map_err(Error::io("replace", &self.to))?;
        }
        std::fs::rename(&new, &self.to).map_err(Error::io("write", &self.to))
    }
}

/// The files below a folder, named from it on.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let path = folder.join(&below);
        let error = |e| Error::io("read", &path)(e);
        for entry in std::fs::read_dir(&path).map_err(error)? {
            let entry = entry.map_err(Error::io("read", &path))?;
            let name = below.join(entry.file_name());
            if entry.file_type().map_err(Error::io("read", &path))?.is_dir() {
                folders.push(name)
            } else {
                files.push(name)
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_ours_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("out/deep");
        let ours = |_: &Path| BTreeSet::from([PathBuf::from("a/b.txt")]);
        for text in ["one", "two"] {
            let output = OutputFolder::create(&to, ours).unwrap();
            std::fs::write(output.path("a/b.txt").unwrap(), text).unwrap();
            drop(OutputFolder::create(&to, ours).unwrap());
            output.publish().unwrap();
            assert_eq!(std::fs::read_to_string(to.join("a/b.txt")).unwrap(), text);
        }
        std::fs::write(to.join("mine.txt"), "mine").unwrap();
        let error = OutputFolder::create(&to, ours).unwrap_err();
        assert!(matches!(error, Error::Io { source, .. } if source.to_string().contains("mine.txt")));
        assert_eq!(std::fs::read_dir(to.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }
}
