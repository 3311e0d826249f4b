<#
.SYNOPSIS
Starts armdesk from this folder and installs what is missing first.  No administrator is needed.

.EXAMPLE
.\run.ps1                    opens the window
.\run.ps1 check FOLDER       any command of armdesk; .\run.ps1 --help lists them
.\run.ps1 -Test [WHAT]       installs the test tools too, then runs every check (or only the tests named)
.\run.ps1 -Outdated          lists the parts that have a newer version

If Windows refuses to run scripts:  powershell -ExecutionPolicy Bypass -File run.ps1
The environment is kept in %LOCALAPPDATA%\armdesk\venv; ARMDESK_VENV names another folder.
#>
$ErrorActionPreference = 'Stop'

# Read by hand: PowerShell would take words such as --help for its own.
$words = @($args)
$test = $words.Count -gt 0 -and $words[0] -in '-Test', '--test'
$outdated = $words.Count -gt 0 -and $words[0] -in '-Outdated', '--outdated'
if ($test -or $outdated) { $words = @($words | Select-Object -Skip 1) }

$here = $PSScriptRoot
$venv = if ($env:ARMDESK_VENV) { $env:ARMDESK_VENV } else { Join-Path $env:LOCALAPPDATA 'armdesk\venv' }
$python = Join-Path $venv 'Scripts\python.exe'

function Say([string] $text) { [Console]::Error.WriteLine("armdesk: $text") }
function Stop-With([string] $text) { Say $text; exit 1 }

# A program's error lines are no reason for PowerShell to stop; its exit code is.
function Invoke-Quietly([string] $program, [string[]] $arguments) {
    $ErrorActionPreference = 'Continue'
    & $program @arguments 2>&1 | Out-Null
    return $LASTEXITCODE -eq 0
}

function Find-Python {
    $new_enough = 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))'
    $candidates = @(, @('py', '-3')) + @(, @('python')) + @(, @('python3'))
    if ($env:ARMDESK_PYTHON) { $candidates = @(, @($env:ARMDESK_PYTHON)) + $candidates }
    foreach ($candidate in $candidates) {
        if (-not (Get-Command $candidate[0] -ErrorAction SilentlyContinue)) { continue }
        $before = @($candidate | Select-Object -Skip 1)
        if (Invoke-Quietly $candidate[0] ($before + @('-c', $new_enough))) { return , $candidate }
    }
    Stop-With 'Python 3.11 or newer is needed. Install it from python.org for yourself alone, then start again.'
}

function Install-Parts([string] $extras) {
    if (-not ((Test-Path $python) -and (Invoke-Quietly $python @('-m', 'pip', '--version')))) {
        if ((Test-Path $venv) -and -not (Test-Path (Join-Path $venv 'pyvenv.cfg')) -and (Get-ChildItem $venv -Force)) {
            Stop-With "$venv holds something else. Name an empty folder in ARMDESK_VENV."
        }
        $found = Find-Python
        Say "making the Python environment $venv"
        $before = @($found | Select-Object -Skip 1)
        & $found[0] @before -m venv --clear $venv
        if ($LASTEXITCODE -ne 0) { Stop-With "the environment could not be made in $venv." }
    }
    Say 'installing the parts of armdesk; the first time takes a minute'
    & $python -m pip install -q --disable-pip-version-check -e ".[$extras]"
    if ($LASTEXITCODE -ne 0) { Stop-With 'a part could not be fetched. Connect to the Internet once and start again.' }
}

function Get-Sum([string[]] $paths) { ($paths | ForEach-Object { (Get-FileHash $_).Hash }) -join ' ' }
function Get-Kept([string] $stamp) { if (Test-Path $stamp) { (Get-Content $stamp -Raw).Trim() } else { '' } }

# Each step leaves a stamp, so that the next start does nothing.
function Initialize-Checkout([string] $extras) {
    $parts = "$here $(Get-Sum @('setup.cfg', 'pyproject.toml', 'setup.py'))"
    if ((Get-Kept (Join-Path $venv "$extras.stamp")) -ne $parts) {
        Install-Parts $extras
        Set-Content (Join-Path $venv 'translations.stamp') $parts
        Set-Content (Join-Path $venv "$extras.stamp") $parts
    }
    $sources = @(Get-ChildItem 'resources\translations\*\LC_MESSAGES\*.po' | ForEach-Object { $_.FullName })
    $texts = Get-Sum $sources
    $unbuilt = @($sources | Where-Object { -not (Test-Path ($_ -replace '\.po$', '.mo')) })
    if ($unbuilt.Count -gt 0 -or (Get-Kept (Join-Path $venv 'texts.stamp')) -ne $texts) {
        & $python -m armdesk.translations compile | Out-Null
        if ($LASTEXITCODE -ne 0) { Stop-With 'the translations could not be built.' }
        Set-Content (Join-Path $venv 'texts.stamp') $texts
    }
}

function Invoke-Checks {
    $failed = @()
    foreach ($check in @(, @('ruff', 'check', '.')) + @(, @('lint-imports')) + @(, @('mypy')) + @(, @('python', '-m', 'pytest', '-n', 'auto', '--dist', 'worksteal'))) {
        Say ($check -join ' ')
        $rest = @($check | Select-Object -Skip 1)
        & (Join-Path $venv "Scripts\$($check[0]).exe") @rest
        if ($LASTEXITCODE -ne 0) { $failed += $check -join ' ' }
    }
    if ($failed.Count -gt 0) { Stop-With "failed: $($failed -join ', ')" }
}

Push-Location $here
try {
    if ($test) {
        Initialize-Checkout 'test'
        if ($words.Count -eq 0) { Invoke-Checks; exit 0 }
        & $python -m pytest @words
        exit $LASTEXITCODE
    }
    Initialize-Checkout 'translations'
    if ($outdated) { & $python -m pip list --outdated; exit $LASTEXITCODE }
} finally {
    Pop-Location
}
& $python (Join-Path $here 'main.py') @words
exit $LASTEXITCODE
