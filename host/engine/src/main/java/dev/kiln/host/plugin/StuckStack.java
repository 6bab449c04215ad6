package dev.kiln.host.plugin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pf4j.PluginWrapper;

/**
 * Where a thread is that does not come back. The first frame from the top that is somebody's tells
 * who keeps it: a plugin's, the native runtime's or the host's.
 */
final class StuckStack {
  private static final String RUNTIME = "ai.onnxruntime.";
  private static final String HOST = "dev.kiln.host.";
  private static final String SPI = "dev.kiln.spi.";

  private final PluginFrames frames;
  private final List<StackTraceElement> stack;

  private StuckStack(PluginFrames frames, List<StackTraceElement> stack) {
    this.frames = frames;
    this.stack = stack;
  }

  static StuckStack of(Thread thread, PluginFrames frames) {
    StuckStack all = new StuckStack(frames, List.of(thread.getStackTrace()));
    return new StuckStack(frames, all.stack.stream().dropWhile(all::isNobodys).toList());
  }

  private boolean isNobodys(StackTraceElement frame) {
    return !is(RUNTIME, frame) && !is(HOST, frame) && frames.owner(frame).isEmpty();
  }

  private static boolean is(String code, StackTraceElement frame) {
    return frame.getClassName().startsWith(code);
  }

  /** Whose code it is in; empty for the host's and the native runtime's. */
  Optional<PluginWrapper> plugin() {
    return stack.stream().findFirst().flatMap(frames::owner);
  }

  /** Whether it makes the objects of a plugin, for which all others wait. */
  boolean starts() {
    return stack.stream().anyMatch(it -> it.getClassName().equals(LoadedPlugin.class.getName()));
  }

  /** As the beginning of a sentence, where no plugin keeps it. */
  String withoutPlugin() {
    return stack.stream()
        .findFirst()
        .map(
            top ->
                (is(RUNTIME, top) ? "ONNX Runtime" : "Kiln itself")
                    + " did not come back ("
                    + place(top)
                    + ")")
        .orElse(Keeper.UNKNOWN.what());
  }

  /** The call of a plugin that did not come back, and the line that it is at. */
  String call(PluginWrapper plugin) {
    List<StackTraceElement> its = stack.stream().takeWhile(frame -> !is(HOST, frame)).toList();
    StackTraceElement first =
        its.stream().filter(frame -> isOf(plugin, frame)).reduce((a, b) -> b).orElse(stack.get(0));
    String call = starts() ? "its start" : called(plugin, first);
    return call + " (" + place(stack.get(0)) + ")";
  }

  private boolean isOf(PluginWrapper plugin, StackTraceElement frame) {
    return frames.owner(frame).filter(plugin::equals).isPresent();
  }

  /** The method of the SPI that its method is; its own name where it is none. */
  private static String called(PluginWrapper plugin, StackTraceElement frame) {
    String[] parts = frame.getMethodName().split("\\$");
    String method = parts.length > 1 && parts[0].equals("lambda") ? parts[1] : parts[0];
    try {
      Class<?> type = plugin.getPluginClassLoader().loadClass(frame.getClassName());
      return supertypes(type)
          .filter(it -> it.getName().startsWith(SPI))
          .filter(it -> Stream.of(it.getMethods()).anyMatch(own -> own.getName().equals(method)))
          .findFirst()
          .map(it -> it.getSimpleName() + "." + method)
          .orElse(place(frame));
    } catch (ClassNotFoundException | LinkageError untold) {
      return place(frame);
    }
  }

  private static Stream<Class<?>> supertypes(Class<?> type) {
    Stream.Builder<Class<?>> all = Stream.builder();
    Deque<Class<?>> next = new ArrayDeque<>(List.of(type));
    while (!next.isEmpty()) {
      Class<?> one = next.remove();
      all.add(one);
      next.addAll(List.of(one.getInterfaces()));
      if (one.getSuperclass() != null) {
        next.add(one.getSuperclass());
      }
    }
    return all.build();
  }

  private static String place(StackTraceElement frame) {
    String line = frame.getLineNumber() > 0 ? ", line " + frame.getLineNumber() : "";
    return frame.getClassName() + "." + frame.getMethodName() + line;
  }
}
