"""The review of an import (核对): drafts a person corrects before anything is stored."""
