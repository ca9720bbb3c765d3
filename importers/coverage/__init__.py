"""The coverage check, 要点 against 配档表: what one promises and the other lacks. It stores nothing."""
