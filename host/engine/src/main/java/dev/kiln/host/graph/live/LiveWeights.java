package dev.kiln.host.graph.live;

import dev.kiln.host.graph.Graph;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.Parameter;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Weights of a session that may be changed between its runs: those of matrix products and of 1x1
 * convolutions. Original values are read from the model again, so that undoing a change leaves no
 * trace. For one thread at a time.
 */
public final class LiveWeights implements NetworkWeights {
  private final List<LinearLayer> linears;
  private final List<Parameter> parameters;
  private final Map<Value, LiveLayer> layers = new HashMap<>();

  /** Layers that are not the model's own now. */
  private final Set<LiveLayer> changed = new HashSet<>();

  /** Those that were written since the change began. */
  private final Set<LiveLayer> written = new HashSet<>();

  /** What the patches of the current weights have to say. */
  private final List<String> warnings = new ArrayList<>();

  private String current = "";

  LiveWeights(List<LinearLayer> linears, List<Parameter> parameters, List<LiveLayer> live) {
    this.linears = linears;
    this.parameters = parameters;
    live.forEach(layer -> layers.put(layer.layer().product(), layer));
    LivePieces.forEach(live, LiveLayer::restore);
  }

  /**
   * Give a graph's layers weights that live. The graph may be edited after it; then comes {@link
   * #settle}.
   */
  public static LiveWeights of(Graph graph, NetworkKind kind) {
    return new LiveGraph(graph, kind).prepare();
  }

  /** The graph is as it will run: weights that it uses for anything else do not live. */
  public void settle(Graph graph, NetworkKind kind) {
    Set<String> alive = new LiveGraph(graph, kind).settle(Map.copyOf(layers));
    layers.values().removeIf(layer -> !alive.contains(layer.name()));
  }

  /** What the weights are now, as {@link #change} named it; empty for the model's own. */
  public String current() {
    return current;
  }

  /** What the patches that made the weights have to say to the user. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  /** How many layers live. */
  public int size() {
    return layers.size();
  }

  /**
   * Make the model's own weights into others. No run may be under way.
   *
   * @param name of what they will be
   * @throws NotLive when the change needs weights that do not live; nothing may run then before
   *     another change succeeds
   */
  public void change(String name, Consumer<NetworkWeights> patches) {
    current = "?";
    written.clear();
    warnings.clear();
    try {
      patches.accept(this);
    } finally {
      changed.removeAll(written);
      LivePieces.forEach(List.copyOf(changed), LiveLayer::restore);
      changed.clear();
      changed.addAll(written);
    }
    current = name;
  }

  @Override
  public List<LinearLayer> linears() {
    return linears;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  private LiveLayer live(LinearLayer layer) {
    LiveLayer found = layers.get(layer.product());
    if (found == null) {
      throw new NotLive(layer.path());
    }
    return found;
  }

  @Override
  public float[] read(LinearLayer layer) {
    LiveLayer found = live(layer);
    return written.contains(found) ? found.current() : found.original();
  }

  @Override
  public void write(LinearLayer layer, float[] weights) {
    LiveLayer found = live(layer);
    found.put(weights);
    written.add(found);
  }

  @Override
  public void rewrite(List<LinearLayer> wanted, WeightEdit edit) {
    List<LiveLayer> found = wanted.stream().map(this::live).toList();
    Set<LiveLayer> fresh = new HashSet<>(found);
    fresh.removeAll(written);
    written.addAll(found);
    LivePieces.forEach(List.copyOf(fresh), LiveLayer::refresh);
    LivePieces.rewrite(found, edit, fresh);
  }

  @Override
  public float[] read(Parameter parameter) {
    throw new NotLive(parameter.path());
  }

  @Override
  public void write(Parameter parameter, float[] values) {
    throw new NotLive(parameter.path());
  }
}
