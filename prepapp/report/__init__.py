"""What a candidate has done and can prove, as a page, as Markdown, as tables and as JSON."""
