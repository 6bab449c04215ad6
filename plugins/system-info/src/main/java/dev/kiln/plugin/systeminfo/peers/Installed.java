package dev.kiln.plugin.systeminfo.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the programs are, as the user says.
 *
 * @param python an interpreter, or a folder with a virtual environment for each program
 * @param sdCpp stable-diffusion.cpp's command-line program; empty for its Python binding
 * @param sd4j the folder where sd4j was built; empty for none
 * @param threads that each may use
 * @param limit for one run
 */
record Installed(String python, String sdCpp, String sd4j, int threads, Duration limit) {
  /** A path that the script is told; empty for none. */
  String program(Program program) {
    return program != Program.STABLE_DIFFUSION_CPP || sdCpp.isEmpty()
        ? ""
        : Path.of(sdCpp).toAbsolutePath().toString();
  }

  /** The folder that a program is run in: sd4j looks for its tokenizer there. */
  Path home(Program program, Path folder) {
    return program == Program.SD4J ? Path.of(sd4j).toAbsolutePath() : folder;
  }

  /**
   * @param folder that has the scripts
   * @throws PeerProblem when the program is not where it is said to be
   */
  List<String> command(Program program, Path folder, List<String> arguments) throws PeerProblem {
    List<String> command = new ArrayList<>();
    if (program == Program.SD4J) {
      command.addAll(java());
    } else {
      command.add(interpreter(program));
    }
    command.add(folder.resolve(program.script()).toString());
    command.addAll(arguments);
    return command;
  }

  private List<String> java() throws PeerProblem {
    if (sd4j.isEmpty()) {
      throw new PeerProblem("not installed: no folder is given");
    }
    Path built = Path.of(sd4j).toAbsolutePath().resolve("target");
    if (!Files.isDirectory(built)) {
      throw new PeerProblem("there is no " + built + "; build sd4j there");
    }
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        // sd4j asks for as many threads as there are cores.
        "-XX:ActiveProcessorCount=" + threads,
        "-cp",
        built.resolve("*") + File.pathSeparator + built.resolve("dependency").resolve("*"));
  }

  private String interpreter(Program program) throws PeerProblem {
    Path given = Path.of(python);
    if (!Files.isDirectory(given)) {
      // A bare name is looked for in the PATH; a path is from the user's folder, not the process's.
      return Files.exists(given) ? given.toAbsolutePath().toString() : python;
    }
    List<Path> places =
        Stream.of(given.resolve(program.label()), given)
            .flatMap(it -> Stream.of(it.resolve("bin/python"), it.resolve("Scripts/python.exe")))
            .toList();
    return places.stream()
        .filter(Files::isExecutable)
        .map(it -> it.toAbsolutePath().toString())
        .findFirst()
        .orElseThrow(() -> new PeerProblem("not installed: there is no " + places.get(0)));
  }
}
