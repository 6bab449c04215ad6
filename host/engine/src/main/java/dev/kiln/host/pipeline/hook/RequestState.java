package dev.kiln.host.pipeline.hook;

import dev.kiln.host.model.ProcessMemory;
import dev.kiln.spi.generate.Redraws;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What belongs to one request: its job id, what hooks report about it, and what plugins keep in it.
 */
public final class RequestState {
  private final RequestFacts facts;
  private final Redraws redraws;
  private final long freeMemory = ProcessMemory.availableBytes();
  private final Report report = new Report();
  private final Set<String> participants = new TreeSet<>();
  private final Map<String, Map<Class<?>, Object>> kept = new HashMap<>();

  /** Of a request's own drawing. */
  public RequestState(RequestFacts facts) {
    this(facts, Redraws.NOTHING);
  }

  /**
   * @param redraws how much of a picture that was drawn before is drawn again
   */
  public RequestState(RequestFacts facts, Redraws redraws) {
    this.facts = facts;
    this.redraws = redraws;
  }

  public RequestFacts facts() {
    return facts;
  }

  Redraws redraws() {
    return redraws;
  }

  /** Its id; empty outside of a generation. */
  public String job() {
    return facts.job();
  }

  /** Bytes that the process could have had when the request began: all of its passes agree. */
  long freeMemory() {
    return freeMemory;
  }

  public Report report() {
    return report;
  }

  /** A plugin changes something on the way to the pictures. */
  public void takesPart(String plugin) {
    participants.add(plugin);
  }

  /** Who may have a part in a failure, to stand behind it; empty for nobody. */
  public String tookPart() {
    return participants.isEmpty()
        ? ""
        : "; plugins that took part: " + String.join(", ", participants);
  }

  /** Take over what was said of a later drawing in this request, where nothing was said yet. */
  public void absorb(RequestState later) {
    participants.addAll(later.participants);
    report.absorb(later.report);
  }

  void keep(String plugin, Object value) {
    kept.computeIfAbsent(plugin, id -> new HashMap<>()).put(value.getClass(), value);
  }

  <T> Optional<T> kept(String plugin, Class<T> type) {
    return Optional.ofNullable(kept.getOrDefault(plugin, Map.of()).get(type)).map(type::cast);
  }
}
