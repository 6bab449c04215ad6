@echo off
rem Runs Kiln. In a source checkout it first builds dist\ when that is missing or older than its sources;
rem in a release archive, where no pom.xml is beside it, it only runs. KILN_HOME, KILN_JAVA_OPTIONS and KILN_CDS=off
rem mean what they mean to the shell script kiln.
setlocal
set "root=%~dp0"
set "root=%root:~0,-1%"
set "dist=%root%"
if exist "%root%\pom.xml" set "dist=%root%\dist"
set "jar=%dist%\lib\kiln-app.jar"
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
set "options=-XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=error:stderr -Dorg.jboss.logging.provider=slf4j"
set "options=%options% -Djava.awt.headless=true %KILN_JAVA_OPTIONS%"
if /i not "%~1"=="serve" set "options=%options% -XX:TieredStopAtLevel=1"
set "archive="
if /i not "%KILN_CDS%"=="off" call :archive
if defined archive goto shared
"%java%" %options% -jar "%jar%" %*
exit /b %errorlevel%
:shared
"%java%" %options% -XX:SharedArchiveFile="%archive%" -jar "%jar%" %*
exit /b %errorlevel%

rem Classes parsed once and mapped from a file ever after (AppCDS). The name holds the Java version and the jar's size and
rem time; the JVM itself refuses an archive of other jars. An empty archive says that it cannot be made here, which a disk
rem without room does not prove. Folders of makers that were ended go after a day.
:archive
set "cds=%KILN_HOME%\cds"
if not defined KILN_HOME set "cds=%USERPROFILE%\.kiln\cds"
for %%f in ("%jar%") do set "stamp=%%~zf-%%~tf"
set "stamp=%stamp:/=-%"
set "stamp=%stamp::=-%"
set "archive=%cds%\%major%-%stamp: =-%.jsa"
if exist "%archive%" goto made
mkdir "%cds%" 2>nul
del /q "%cds%\*.jsa" 2>nul
echo kiln: preparing faster starts, once ... 1>&2
forfiles /p "%cds%" /m new.* /d -1 /c "cmd /c rmdir /s /q @path" >nul 2>&1
set "new=%cds%\new.%RANDOM%"
mkdir "%new%"
"%java%" %options% -XX:ErrorFile="%new%\crash" -XX:ArchiveClassesAtExit="%new%\archive" -jar "%jar%" warm-up "%new%" >"%new%\log" 2>&1 <nul
if not exist "%new%\archive" powershell -NoProfile -Command "if ((Get-Item -LiteralPath '%cds%').PSDrive.Free -lt 128MB) { exit 1 }" && type nul > "%new%\archive"
if exist "%new%\archive" move /y "%new%\archive" "%archive%" >nul
rmdir /s /q "%new%"
:made
for %%f in ("%archive%") do if "%%~zf"=="0" set "archive="
if not exist "%archive%" set "archive="
exit /b 0

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
powershell -NoProfile -Command "Set-Location -LiteralPath '%root%'; $built = (Get-Item dist\.built -Force).LastWriteTime; $newer = Get-ChildItem pom.xml, spi/pom.xml, host/*/pom.xml, plugins/pom.xml, plugins/*/pom.xml, spi/src/main, host/*/src/main, plugins/*/src/main, models, kiln, kiln.cmd -Recurse -Force -ErrorAction SilentlyContinue | Where-Object { $_.LastWriteTime -gt $built } | Select-Object -First 1; if ($newer) { exit 0 } else { exit 1 }"
exit /b %errorlevel%
