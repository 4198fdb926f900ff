# Completions of deals for PowerShell: they ask the program itself, so they never grow old.
# Install: deals completions powershell >> $PROFILE
if (Get-Command deals -ErrorAction SilentlyContinue) {
    $env:COMPLETE = "powershell"
    deals 2>$null | Out-String | Invoke-Expression
    Remove-Item Env:\COMPLETE
}
