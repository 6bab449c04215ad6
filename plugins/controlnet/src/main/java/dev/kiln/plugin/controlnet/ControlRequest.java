package dev.kiln.plugin.controlnet;

import java.util.List;

/**
 * What a request, or a later pass of one, keeps from its first hook to its last.
 *
 * @param units that act in it
 */
record ControlRequest(List<WantedUnit> units) {}
