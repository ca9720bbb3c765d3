#!/usr/bin/env bash
# Writes the pictures of the README anew: a mail, an office's page, the supervisors' first page.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" scripts/render_mails.py "$folder" reminder
"$python" scripts/shoot_office.py "$folder" progress
"$python" scripts/shoot_pages.py "$folder" home
cp "$folder/reminder-640.png" docs/pictures/mail.png
cp "$folder/progress-1280.png" docs/pictures/office.png
cp "$folder/home-1280.png" docs/pictures/home.png
