package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import dev.kiln.spi.host.Pictures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs one cell in a process of its own, whose memory is then its alone. */
@Singleton
final class CellRun {
  private final KilnProcesses processes;
  private final Pictures pictures;
  private final Json json;

  @Inject
  CellRun(KilnProcesses processes, Pictures pictures, Json json) {
    this.processes = processes;
    this.pictures = pictures;
    this.json = json;
  }

  /** A cell that could not be run; the message says why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * @param timedSteps behind the first one
   * @throws Refused when the cell cannot be
   * @throws InterruptedException when the process was interrupted, or this thread
   */
  CellTimes run(Conditions conditions, Column column, ModelSet models, int timedSteps)
      throws Refused, InterruptedException {
    ControlMaps maps = new ControlMaps(conditions.width(), conditions.height());
    CellRequest request =
        new CellRequest(conditions, column, models, unit -> maps.encoded(unit, pictures));
    try {
      Path file = Files.createTempFile("kiln-cell", ".json");
      try {
        Files.writeString(file, json.write(request.fields()));
        List<String> words = new ArrayList<>(List.of(CellCommand.NAME.split(" ")));
        words.addAll(List.of(file.toString(), String.valueOf(timedSteps)));
        words.addAll(models.folders());
        return times(processes.run(words));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new Refused("no process could be started for it: " + e.getMessage());
    }
  }

  private CellTimes times(Finished end) throws Refused {
    if (end.problem().isPresent()) {
      throw new Refused(end.problem().get());
    }
    try {
      return CellTimes.read(json.object("a cell's times", end.output())).withPeak(end.peakBytes());
    } catch (BadRequest e) {
      throw new Refused(e.getMessage());
    }
  }
}
