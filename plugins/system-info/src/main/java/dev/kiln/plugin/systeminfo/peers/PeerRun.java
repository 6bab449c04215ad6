package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.plugin.systeminfo.peers.Program.Form;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs one peer in a process of its own. */
@Singleton
final class PeerRun {
  private final KilnProcesses processes;
  private final Json json;

  @Inject
  PeerRun(KilnProcesses processes, Json json) {
    this.processes = processes;
    this.json = json;
  }

  /**
   * @param folder for scripts, jobs and answers
   * @param picture where its PNG goes
   * @throws PeerProblem when it cannot be, with the reason
   * @throws InterruptedException when it was interrupted, or this thread
   */
  PeerTimes run(Peer peer, PeerJob job, Installed installed, Path folder, Path picture)
      throws PeerProblem, InterruptedException {
    Program program = peer.program();
    if (job.forms().folder(program.form()).isEmpty()) {
      throw new PeerProblem(
          "it reads %s, and the model has no such form; name a folder of it by --also"
              .formatted(program.form() == Form.ONNX ? "ONNX files" : "a folder of diffusers"));
    }
    try {
      Path jobFile = folder.resolve("job.json");
      Path answer = folder.resolve("answer.json");
      Files.deleteIfExists(answer);
      Files.deleteIfExists(picture);
      Files.writeString(jobFile, json.write(job.values(peer, installed.program(program), picture)));
      List<String> arguments = List.of(jobFile.toString(), answer.toString());
      long began = System.nanoTime();
      Finished end =
          program == Program.KILN
              ? processes.run(List.of("benchmark", "peer", arguments.get(0), arguments.get(1)))
              : new ForeignProcess(folder, installed.limit())
                  .run(
                      installed.command(program, folder, arguments),
                      installed.home(program, folder));
      double seconds = (System.nanoTime() - began) / 1e9;
      if (end.problem().isPresent()) {
        throw new PeerProblem(end.problem().get());
      }
      return PeerTimes.read(json.object(answer), seconds, end.peakBytes());
    } catch (IOException | BadRequest e) {
      throw new PeerProblem(e.getMessage());
    }
  }
}
