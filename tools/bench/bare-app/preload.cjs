const { ipcRenderer } = require('electron')

addEventListener('DOMContentLoaded', () => requestAnimationFrame(() => ipcRenderer.send('interactive')))
