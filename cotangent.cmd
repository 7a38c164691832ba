@echo off
rem Starts Cotangent from its source tree on Windows; the script cotangent beside it is the same for Linux and macOS.
setlocal EnableExtensions DisableDelayedExpansion
set "HOME_=%~dp0"
if "%HOME_:~-1%"=="\" set "HOME_=%HOME_:~0,-1%"
set "COMMAND_=%~1"
if not defined COMMAND_ set "COMMAND_=help"

rem %* without its first word: what the commands get.
set "REST_="
for /f "tokens=1,*" %%a in ("%*") do set "REST_=%%b"

rem Large arrays are faster with this module, which still incubates: Java says so in one line at each start.
set "VECTORS_=jdk.incubator.vector"
set "MODULES_=%HOME_%\all\target\cotangent.jar;%HOME_%\all\target\lib"
for %%c in (run demo shell test conformance bench classpath build jdk version help) do if /i "%COMMAND_%"=="%%c" goto %%c
if "%COMMAND_%"=="--help" goto help
if "%COMMAND_%"=="-h" goto help
if "%COMMAND_%"=="--version" goto version
echo cotangent: there is no command %COMMAND_%; cotangent help lists them 1>&2
exit /b 2

:run
if /i not "%~x2"==".java" goto run_what
if not exist "%~2" goto run_gone
call :find_jdk
if errorlevel 1 exit /b 1
call :build_main
if errorlevel 1 exit /b 1
"%JDK_%\bin\java" --module-path "%MODULES_%" --add-modules ALL-MODULE-PATH,%VECTORS_% %REST_%
exit /b %ERRORLEVEL%

:run_what
echo cotangent: run needs the file of a program: cotangent run FILE.java 1>&2
exit /b 2

:run_gone
echo cotangent: there is no file %~2 1>&2
exit /b 2

:demo
call :find_jdk
if errorlevel 1 exit /b 1
call :build_main
if errorlevel 1 exit /b 1
"%JDK_%\bin\java" --add-modules %VECTORS_% --module-path "%HOME_%\examples\target\cotangent-examples.jar;%HOME_%\examples\target\lib" --module org.cotangent.examples/org.cotangent.examples.digits.DigitsDemo %REST_%
exit /b %ERRORLEVEL%

:shell
call :find_jdk
if errorlevel 1 exit /b 1
call :build_main
if errorlevel 1 exit /b 1
"%JDK_%\bin\jshell" --module-path "%MODULES_%" --add-modules ALL-MODULE-PATH -R--add-modules=%VECTORS_% --startup DEFAULT --startup "%HOME_%\cli\src\main\jshell\startup.jsh" %REST_%
exit /b %ERRORLEVEL%

:conformance
call :find_jdk
if errorlevel 1 exit /b 1
call :build_main
if errorlevel 1 exit /b 1
"%JDK_%\bin\java" --add-modules %VECTORS_% --module-path "%HOME_%\cli\target\cotangent-cli.jar;%HOME_%\cli\target\lib" --module org.cotangent.cli/org.cotangent.cli.Main conformance %REST_%
exit /b %ERRORLEVEL%

:bench
call :find_jdk
if errorlevel 1 exit /b 1
set "PATH_=%HOME_%\bench\target\cotangent-bench.jar;%HOME_%\bench\target\lib\*"
set "NATIVE_=%HOME_%\openblas\target\cotangent-openblas.jar;%HOME_%\openblas\target\lib\*"
set "WORD_=%~2"
set "MAIN_="
if "%WORD_%"=="products" set "MAIN_=MatrixProducts"
if "%WORD_%"=="held" set "MAIN_=Held"
if defined MAIN_ goto bench_matrices
call :ensure bench "bench"
if errorlevel 1 exit /b 1
if "%WORD_%"=="side-by-side" goto bench_workloads
if "%WORD_%"=="kernel" goto bench_workloads
for %%d in (0 1 2 3 4 5 6 7 8 9) do if "%WORD_:~0,2%"=="W%%d" goto bench_workloads
set "MAIN_=org.openjdk.jmh.Main"
if "%WORD_%"=="" set "MAIN_=org.cotangent.bench.EagerCost"
"%JDK_%\bin\java" --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED --add-modules %VECTORS_% --class-path "%PATH_%" %MAIN_% %REST_%
exit /b %ERRORLEVEL%

:bench_matrices
call :ensure bench-openblas "bench,openblas"
if errorlevel 1 exit /b 1
rem What stands behind the second word.
set "NAMES_="
for /f "tokens=1,*" %%a in ("%REST_%") do set "NAMES_=%%b"
"%JDK_%\bin\java" -XX:+UseParallelGC --enable-native-access=ALL-UNNAMED --add-modules %VECTORS_% --class-path "%PATH_%;%NATIVE_%" org.cotangent.bench.%MAIN_% %NAMES_%
exit /b %ERRORLEVEL%

:bench_workloads
if defined BENCH_OPENBLAS (
  call :ensure bench-openblas "bench,openblas"
  if errorlevel 1 exit /b 1
)
if defined BENCH_OPENBLAS set "PATH_=%PATH_%;%NATIVE_%"
if not defined BENCH_THREADS set "BENCH_THREADS=1"
set "VECTORS_=--add-modules jdk.incubator.vector"
if defined BENCH_SCALAR set "VECTORS_="
"%JDK_%\bin\java" -XX:+UseParallelGC -Xms1g -Xmx4g -XX:ActiveProcessorCount=%BENCH_THREADS% --enable-native-access=ALL-UNNAMED --class-path "%PATH_%" %VECTORS_% org.cotangent.bench.workloads.Main %REST_%
exit /b %ERRORLEVEL%

:classpath
call :find_jdk
if errorlevel 1 exit /b 1
call :build_main
if errorlevel 1 exit /b 1
if "%~2"=="--module-path" goto module_path
if "%~2"=="--class-path" goto class_path
if not "%~2"=="" goto classpath_what
echo --module-path "%MODULES_%" --add-modules ALL-MODULE-PATH
exit /b 0

:module_path
echo %MODULES_%
exit /b 0

:class_path
set "PATH_=%HOME_%\all\target\cotangent.jar"
for %%j in ("%HOME_%\all\target\lib\*.jar") do call set "PATH_=%%PATH_%%;%%~j"
echo %PATH_%
exit /b 0

:classpath_what
echo cotangent: classpath knows --class-path and --module-path, not %~2 1>&2
exit /b 2

:test
call :find_jdk
if errorlevel 1 exit /b 1
call :maven verify %REST_%
exit /b %ERRORLEVEL%

:build
call :find_jdk
if errorlevel 1 exit /b 1
if exist "%HOME_%\target\built-*" del /q "%HOME_%\target\built-*"
call :build_main
exit /b %ERRORLEVEL%

:build_main
call :ensure main "all,examples,cli"
exit /b %ERRORLEVEL%

:ensure
rem Builds the modules %2 (in quotes: a comma would divide them), unless no file of the tree is newer than the stamp of their last build, named by %1.
set "STAMP_=%HOME_%\target\built-%~1"
if not exist "%STAMP_%" goto build_now
powershell -NoProfile -Command "$t=(Get-Item $env:STAMP_).LastWriteTimeUtc; $d=Get-ChildItem $env:HOME_ -Directory | ForEach-Object { Join-Path $_.FullName 'src\main' } | Where-Object { Test-Path $_ }; $p=Get-ChildItem $env:HOME_ -Depth 1 -Filter pom.xml; if (@($p) + @($d | ForEach-Object { Get-Item $_; Get-ChildItem $_ -Recurse }) | Where-Object { $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1) { exit 1 }"
if not errorlevel 1 exit /b 0
:build_now
if not exist "%HOME_%\target" mkdir "%HOME_%\target"
echo cotangent: building, which takes a minute or two the first time 1>&2
type nul > "%STAMP_%.next"
call :maven -q -B -ntp -pl "%~2" -am -Dmaven.test.skip=true package > "%HOME_%\target\build.log" 2>&1
if errorlevel 1 goto build_failed
move /y "%STAMP_%.next" "%STAMP_%" >nul
exit /b 0

:build_failed
type "%HOME_%\target\build.log" 1>&2
echo cotangent: the build failed; its output is in %HOME_%\target\build.log 1>&2
del /q "%STAMP_%.next"
exit /b 1

:maven
where mvn >nul 2>&1
if errorlevel 1 (
  echo cotangent: building needs Maven 3.8 or newer: no mvn on the PATH 1>&2
  exit /b 1
)
setlocal
set "JAVA25_HOME=%JDK_%"
if not defined JAVA_HOME set "JAVA_HOME=%JDK_%"
call mvn -f "%HOME_%\pom.xml" %*
exit /b %ERRORLEVEL%

:jdk
call :find_jdk
if errorlevel 1 exit /b 1
echo %JDK_%
exit /b 0

:version
set "VERSION_="
for /f "tokens=3 delims=<>" %%v in ('type "%HOME_%\pom.xml" ^| find "  <version>"') do if not defined VERSION_ set "VERSION_=%%v"
echo cotangent %VERSION_%
exit /b 0

:help
echo Cotangent: automatic differentiation for Java 25
echo.
echo   cotangent run FILE.java [ARGUMENT...]   runs a program of one source file, with import module org.cotangent
echo   cotangent demo [OPTION...]              trains a model on real data, by exact gradients (--help: its options)
echo   cotangent shell [OPTION...]             JShell with everything imported
echo   cotangent test [MAVEN OPTION...]        runs every test: mvn verify
echo   cotangent conformance CASES... --out F  evaluates reference cases (--help: its options)
echo   cotangent bench [NAME...]               prints what eager evaluation costs; NAME: runs benchmarks whose names match
echo   cotangent bench W1 ... W14              runs workloads that other tools run too, and prints lines of JSON
echo   cotangent bench side-by-side FILE...    puts such lines into a table
echo   cotangent bench kernel                  runs the loop of W6 alone, and prints such lines
echo   cotangent bench products [NAME...]      prints how fast products of matrices are, OpenBLAS's among them
echo   cotangent bench held [NAME...]          prints how long large products and factorisations hold off the collector
echo   cotangent classpath [--class-path, --module-path]
echo                                           the options that java, javac and jshell need; or a bare path
echo   cotangent build                         builds now; the others do when a source is newer than the last build
echo   cotangent jdk                           tells which JDK is used
echo   cotangent version, help
echo.
echo Environment: COTANGENT_JDK names the JDK 25 to use; JDK_JAVA_OPTIONS holds options for java, such as -Xmx8g.
exit /b 0

rem ---- The JDK: its file "release" tells the version.

:find_jdk
set "JDK_="
set "LOOKED_=%TEMP%\cotangent-looked-%RANDOM%.txt"
type nul > "%LOOKED_%"
set "FOUND_="
if defined COTANGENT_JDK call :consider "%COTANGENT_JDK%" COTANGENT_JDK
if defined COTANGENT_JDK if not defined JDK_ goto jdk_named
if defined JAVA_HOME call :consider "%JAVA_HOME%" JAVA_HOME
if not defined JDK_ for /f "delims=" %%j in ('where java 2^>nul') do call :consider_java "%%~dpj"
if not defined JDK_ for %%r in (
  "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu"
  "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%LOCALAPPDATA%\Programs\Eclipse Adoptium"
  "%USERPROFILE%\.jdks" "%USERPROFILE%\.gradle\jdks" "%USERPROFILE%\scoop\apps"
) do if exist %%r for /d %%d in ("%%~r\*") do (
  call :consider "%%d" installed
  if exist "%%d\current\release" call :consider "%%d\current" installed
)
if defined JDK_ (
  del /q "%LOOKED_%"
  exit /b 0
)
echo cotangent: no JDK 25 found. Looked at 1>&2
type "%LOOKED_%" 1>&2
del /q "%LOOKED_%"
echo and in COTANGENT_JDK, JAVA_HOME, java on the PATH, %ProgramFiles% (Eclipse Adoptium, Java, Microsoft, Zulu, 1>&2
echo Amazon Corretto, BellSoft), %USERPROFILE%\.jdks, .gradle\jdks and scoop. 1>&2
echo. 1>&2
echo Install one, such as: winget install EclipseAdoptium.Temurin.25.JDK, or name it: set COTANGENT_JDK=C:\path\to\jdk-25 1>&2
exit /b 1

rem In the following no path stands in a block: a bracket in its name, as in "Program Files (x86)", would end the block.
:jdk_named
del /q "%LOOKED_%"
echo cotangent: COTANGENT_JDK must name a JDK 25, but %COTANGENT_JDK% has %FOUND_% 1>&2
exit /b 1

:consider_java
set "BIN_=%~1"
for %%h in ("%BIN_%..") do call :consider "%%~fh" "java on the PATH"
exit /b 0

:consider
rem Takes the JDK at %1, named by %2, if it is a 25 and none was taken before.
if defined JDK_ exit /b 0
set "FOUND_=no bin\java.exe"
if not exist "%~1\bin\java.exe" goto looked
set "FOUND_=no bin\javac.exe: a JRE, not a JDK"
if not exist "%~1\bin\javac.exe" goto looked
set "VERSION_=of an unknown version"
if exist "%~1\release" for /f "usebackq tokens=1,2 delims==" %%k in ("%~1\release") do if "%%k"=="JAVA_VERSION" set "VERSION_=%%~l"
if "%VERSION_%"=="25" set "JDK_=%~1"
for %%s in (. + -) do if "%VERSION_:~0,3%"=="25%%s" set "JDK_=%~1"
if defined JDK_ exit /b 0
set "FOUND_=Java %VERSION_%"
:looked
>>"%LOOKED_%" echo   %~2: %~1: %FOUND_%
exit /b 0
