package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class XyzPlotArchitectureTest extends PluginArchitectureContract {}
