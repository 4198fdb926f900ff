# Completions of deals for fish: they ask the program itself, so they never grow old.
# Install: deals completions fish > ~/.config/fish/completions/deals.fish
if command -q deals
    COMPLETE=fish deals 2>/dev/null | source
end
