//! Reading TOML with places: every complaint says where, and unknown fields are complaints.

use super::error::{Place, StoryError};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text being read.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// The file, for messages.
    pub file: &'s Path,
    /// Its text.
    pub text: &'s str,
    /// The step under way, counted from 1.
    pub step: Option<usize>,
}

impl Source<'_> {
    /// The place at a byte offset.
    pub fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let line = before.bytes().filter(|b| *b == b'\n').count().saturating_add(1);
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        Place { file: self.file.to_owned(), line, column: column.saturating_add(1), step: self.step }
    }

    /// A complaint at a byte offset.
    pub fn error(&self, offset: usize, message: impl Into<String>) -> StoryError {
        StoryError::Format { place: self.place(offset), message: message.into() }
    }
}

/// A value with its place.
#[derive(Clone, Copy, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it starts, in bytes.
    pub offset: usize,
}

/// A table whose fields are taken one by one; what is never asked for is unknown.
#[derive(Debug)]
pub struct Fields<'s, 't> {
    /// The text.
    pub source: Source<'s>,
    /// Where the table starts.
    pub offset: usize,
    table: &'t DeTable<'s>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'s, 't> Fields<'s, 't> {
    /// Wraps a table found at a span.
    pub fn new(source: Source<'s>, table: &'t DeTable<'s>, span: Range<usize>) -> Self {
        Self { source, offset: span.start, table, asked: RefCell::default() }
    }

    fn get(&self, name: &'static str) -> Option<&'t Spanned<DeValue<'s>>> {
        self.asked.borrow_mut().insert(name);
        self.table.get(name)
    }

    fn wrong(&self, name: &str, found: &Spanned<DeValue<'_>>, wanted: &str) -> StoryError {
        let kind = found.get_ref().type_str();
        self.source.error(found.span().start, format!("`{name}` is a {kind}, not {wanted}"))
    }

    fn missing(&self, name: &str) -> StoryError {
        self.source.error(self.offset, format!("`{name}` is missing"))
    }

    /// A string field.
    ///
    /// # Errors
    /// A value of another type.
    pub fn text(&self, name: &'static str) -> Result<Option<At<&'t str>>, StoryError> {
        let Some(found) = self.get(name) else { return Ok(None) };
        let value = found.get_ref().as_str();
        let value = value.ok_or_else(|| self.wrong(name, found, "a string"))?;
        Ok(Some(At { value, offset: found.span().start }))
    }

    /// A string field that must be there.
    ///
    /// # Errors
    /// No value, or one of another type.
    pub fn need_text(&self, name: &'static str) -> Result<At<&'t str>, StoryError> {
        self.text(name)?.ok_or_else(|| self.missing(name))
    }

    /// A non-negative integer field.
    ///
    /// # Errors
    /// A value of another type or beyond 64 bits.
    pub fn number(&self, name: &'static str) -> Result<Option<At<u64>>, StoryError> {
        let Some(found) = self.get(name) else { return Ok(None) };
        let digits = found.get_ref().as_integer();
        let value = digits.and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        let value = value.ok_or_else(|| self.wrong(name, found, "a whole number ≥ 0"))?;
        Ok(Some(At { value, offset: found.span().start }))
    }

    /// A non-negative integer field of at most 32 bits.
    ///
    /// # Errors
    /// A value of another type or beyond 32 bits.
    pub fn small(&self, name: &'static str) -> Result<Option<u32>, StoryError> {
        let Some(found) = self.number(name)? else { return Ok(None) };
        let value = u32::try_from(found.value);
        let too_large = |_| self.source.error(found.offset, format!("`{name}` exceeds 32 bits"));
        value.map(Some).map_err(too_large)
    }

    /// A truth value field.
    ///
    /// # Errors
    /// A value of another type.
    pub fn truth(&self, name: &'static str) -> Result<Option<bool>, StoryError> {
        let Some(found) = self.get(name) else { return Ok(None) };
        let value = found.get_ref().as_bool();
        value.map(Some).ok_or_else(|| self.wrong(name, found, "true or false"))
    }

    /// A list of strings.
    ///
    /// # Errors
    /// A value of another type.
    pub fn texts(&self, name: &'static str) -> Result<Option<Vec<At<&'t str>>>, StoryError> {
        let Some(found) = self.get(name) else { return Ok(None) };
        let list = found.get_ref().as_array();
        let list = list.ok_or_else(|| self.wrong(name, found, "a list of strings"))?;
        let items = list.iter().map(|item| {
            let value = item.get_ref().as_str();
            let value = value.ok_or_else(|| self.wrong(name, item, "a list of strings"))?;
            Ok(At { value, offset: item.span().start })
        });
        items.collect::<Result<_, _>>().map(Some)
    }

    /// A table of strings, in the order in which it is written.
    ///
    /// # Errors
    /// A value of another type.
    pub fn pairs(&self, name: &'static str) -> Result<Option<Vec<(At<&'t str>, At<&'t str>)>>, StoryError> {
        let Some(found) = self.get(name) else { return Ok(None) };
        let table = found.get_ref().as_table();
        let table = table.ok_or_else(|| self.wrong(name, found, "a table of strings"))?;
        let mut pairs = Vec::with_capacity(table.len());
        for (key, value) in table {
            let text = value.get_ref().as_str();
            let text = text.ok_or_else(|| self.wrong(key.get_ref(), value, "a string"))?;
            let key = At { value: key.get_ref().as_ref(), offset: key.span().start };
            pairs.push((key, At { value: text, offset: value.span().start }));
        }
        // The table itself is sorted by name.
        pairs.sort_by_key(|(key, _)| key.offset);
        Ok(Some(pairs))
    }

    /// A list of tables.
    ///
    /// # Errors
    /// A value of another type.
    pub fn tables(&self, name: &'static str) -> Result<Vec<Fields<'s, 't>>, StoryError> {
        let Some(found) = self.get(name) else { return Ok(Vec::new()) };
        let list = found.get_ref().as_array();
        let list = list.ok_or_else(|| self.wrong(name, found, "a list of tables"))?;
        let items = list.iter().map(|item| {
            let table = item.get_ref().as_table();
            let table = table.ok_or_else(|| self.wrong(name, item, "a list of tables"))?;
            Ok(Fields::new(self.source, table, item.span()))
        });
        items.collect()
    }

    /// A table.
    ///
    /// # Errors
    /// A value of another type.
    pub fn table(&self, name: &'static str) -> Result<Option<Fields<'s, 't>>, StoryError> {
        let Some(found) = self.get(name) else { return Ok(None) };
        let table = found.get_ref().as_table();
        let table = table.ok_or_else(|| self.wrong(name, found, "a table"))?;
        Ok(Some(Fields::new(self.source, table, found.span())))
    }

    /// The names of all fields, asked for or not.
    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        self.table.keys().map(|key| key.get_ref().as_ref())
    }

    /// Refuses fields that nobody asked for; `of` says what the table is.
    ///
    /// # Errors
    /// The first unknown field, with the known ones.
    pub fn finish(&self, of: &str) -> Result<(), StoryError> {
        let asked = self.asked.borrow();
        let unknown = self.table.keys().find(|key| !asked.contains(key.get_ref().as_ref()));
        let Some(key) = unknown else { return Ok(()) };
        let known: Vec<&str> = asked.iter().copied().collect();
        let message = format!("unknown field `{}` of {of}; it knows {}", key.get_ref(), known.join(", "));
        Err(self.source.error(key.span().start, message))
    }
}

/// Parses a whole document.
///
/// # Errors
/// [`StoryError::Format`] for text that is not TOML.
pub fn parse<'s>(source: Source<'s>) -> Result<Spanned<DeTable<'s>>, StoryError> {
    DeTable::parse(source.text).map_err(|e| {
        let offset = e.span().map_or(0, |span| span.start);
        source.error(offset, e.message().to_owned())
    })
}
