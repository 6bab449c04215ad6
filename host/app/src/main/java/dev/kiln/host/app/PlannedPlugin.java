package dev.kiln.host.app;

import dev.kiln.host.plugin.Conflict;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A jar before it is put into the folder of plugins, and what would become of it there.
 *
 * @param jar where it waits
 * @param line what it says of itself
 * @param replaced the jar of its id that runs now
 * @param conflicts that there would be more than now
 * @param broken plugins that could not be used any more
 */
record PlannedPlugin(
    Path jar,
    String sha256,
    PluginLine line,
    Optional<PluginLine> replaced,
    List<Conflict> conflicts,
    List<PluginLine> broken) {
  String id() {
    return line.id();
  }
}
