"""From signals to the tumour: cell fate, immune killing, chemotherapy, clones and growth, endpoints, cell culture."""
