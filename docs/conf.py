"""Documentation of her2sim: Sphinx, MyST-NB (tutorials run at build time), pydata theme."""

from her2sim import __version__

project = "her2sim"
author = "The her2sim developers"
release = version = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "jupyter_execute"]
root_doc = "index"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_output_stderr = "remove"  # "compiling ..." is said on the first build only
nb_render_markdown_format = "myst"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "pydata_sphinx_theme"
html_title = "her2sim"
html_show_sourcelink = False
html_static_path = ["_static"]
html_css_files = ["house.css"]
html_sidebars = {"**": ["globaltoc.html"]}
html_theme_options = {
    "show_prev_next": False,
    "navbar_center": [],
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "announcement": "Research use only. Not a medical device; not for decisions about the care of a patient.",
}
