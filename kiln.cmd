@echo off
rem Runs Kiln. In a source checkout it first builds dist\ when that is missing or older than its sources;
rem in a release archive, where no pom.xml is beside it, it only runs.
setlocal
set "root=%~dp0"
set "root=%root:~0,-1%"
set "dist=%root%"
if exist "%root%\pom.xml" set "dist=%root%\dist"
set "jar=%dist%\lib\kiln-host.jar"
set "ORT_DISABLE_TELEMETRY=1"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" --version >nul 2>&1
if errorlevel 1 goto nojava
set "major=0"
for /f "tokens=2 delims=. " %%v in ('call "%java%" --version 2^>nul ^| findstr /r "^openjdk ^java"') do set "major=%%v"
if %major% lss 17 goto nojava

if exist "%root%\pom.xml" call :build || exit /b 1
if not exist "%jar%" (
  echo kiln: %jar% is missing; unpack the release archive again. 1>&2
  exit /b 1
)
"%java%" -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=error:stderr -Dorg.jboss.logging.provider=slf4j ^
  -Djava.awt.headless=true %KILN_JAVA_OPTIONS% -jar "%jar%" %*
exit /b %errorlevel%

:nojava
echo kiln: needs a JDK 17 or newer; install one and set JAVA_HOME to it, or put it on the PATH. 1>&2
exit /b 1

rem The lock file is open as long as one build runs, so that a second one waits for it and then finds nothing to do.
:build
call :stale || exit /b 0
if not exist "%root%\target" mkdir "%root%\target"
2>nul ( 9>"%root%\target\build.lock" call :locked ) && exit /b 0
if exist "%root%\target\build.failed" exit /b 1
timeout /t 1 /nobreak >nul
goto build

:locked
del "%root%\target\build.failed" 2>nul
call :stale || exit /b 0
echo kiln: building from source, a minute or two the first time ... >con
if not exist "%dist%" mkdir "%dist%"
type nul > "%dist%\.building"
call "%root%\mvnw.cmd" -f "%root%\pom.xml" -B -ntp -Dquick package > "%root%\target\build.log" 2>&1
if errorlevel 1 (
  echo kiln: the build failed; the whole log is in %root%\target\build.log. >con
  type nul > "%root%\target\build.failed"
  exit /b 1
)
move /y "%dist%\.building" "%dist%\.built" >nul
exit /b 0

rem Succeeds when a source is newer than the last build.
:stale
if not exist "%dist%\.built" exit /b 0
if not exist "%jar%" exit /b 0
powershell -NoProfile -Command "Set-Location -LiteralPath '%root%'; $built = (Get-Item dist\.built -Force).LastWriteTime; $newer = Get-ChildItem pom.xml, spi/pom.xml, host/pom.xml, plugins/pom.xml, plugins/*/pom.xml, spi/src/main, host/src/main, plugins/*/src/main, models, kiln, kiln.cmd -Recurse -Force -ErrorAction SilentlyContinue | Where-Object { $_.LastWriteTime -gt $built } | Select-Object -First 1; if ($newer) { exit 0 } else { exit 1 }"
exit /b %errorlevel%
